using StoreForensics.Model;

namespace StoreForensics.Stores.Containerd.Snapshotters;

/// <summary>One snapshotter of a root, read.</summary>
/// <param name="Info">The store that it is in the inventory.</param>
/// <param name="Directory">Its node; null where only records name it.</param>
/// <param name="Database">Its own records; null when they are not in the evidence.</param>
internal sealed record SnapshotterStore(StoreInfo Info, int? Directory, SnapshotDatabase? Database)
{
    public string Name => Info.Driver;
}
