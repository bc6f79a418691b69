namespace StoreForensics.Model.Layout;

/// <summary>A snapshot by the name that a client of containerd gave it.</summary>
/// <param name="Namespace">containerd's namespace.</param>
/// <param name="Key">A chain id, a container's id, or what the client made up.</param>
public sealed record SnapshotName(string Namespace, string Key);
