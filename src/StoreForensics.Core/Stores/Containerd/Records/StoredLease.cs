namespace StoreForensics.Stores.Containerd.Records;

/// <summary>What keeps content and snapshots from being collected: <c>leases/&lt;id&gt;</c>.</summary>
internal sealed record StoredLease : StoredRecord
{
    public required string Id { get; init; }

    /// <summary>The snapshots that it holds, by snapshotter and key.</summary>
    public required IReadOnlyList<(string Snapshotter, string Key)> Snapshots { get; init; }
}
