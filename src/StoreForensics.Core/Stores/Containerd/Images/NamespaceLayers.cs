using StoreForensics.Model;
using StoreForensics.Stores.Containerd.Snapshotters;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>
/// The snapshots of one namespace in one snapshotter, by chain id. One that is missing was not unpacked: images of other platforms never are.
/// </summary>
internal sealed class NamespaceLayers(SnapshotTable snapshots, string space, string snapshotter) : IChainLayers
{
    public Layer? Find(string? chainId) => snapshots.Find(space, snapshotter, chainId);

    public long? SizeOf(string? chainId) => Find(chainId)?.RecordedSize;

    public void Missing(Image image, string chainId)
    {
    }
}
