using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Snapshotters;

/// <summary>What a snapshot is for (containerd core/snapshots, Kind).</summary>
internal enum SnapshotKind
{
    Unknown,
    View,
    Active,
    Committed,
}

/// <summary>A snapshot as its snapshotter knows it: <c>metadata.db</c>, <c>v1/snapshots/&lt;name&gt;</c>.</summary>
internal sealed record BackendSnapshot
{
    /// <summary><c>namespace/number/key</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The number of its directory.</summary>
    public required ulong Id { get; init; }

    public required Origin Origin { get; init; }

    public SnapshotKind Kind { get; init; }

    /// <summary>The name of the snapshot below; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>When it was made; of a committed one, when it was committed.</summary>
    public Timestamp? Created { get; init; }

    /// <summary>Bytes in allocated blocks, of a committed one.</summary>
    public long? Size { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
