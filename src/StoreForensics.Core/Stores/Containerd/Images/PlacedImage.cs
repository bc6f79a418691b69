using StoreForensics.Model;
using StoreForensics.Stores.Containerd.Snapshotters;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>An image with what it was made of.</summary>
/// <param name="Target">Its names and manifests.</param>
/// <param name="Record">Its configuration.</param>
/// <param name="Store">The snapshotter that has its layers; the default one where none has.</param>
internal sealed record PlacedImage(ImageTarget Target, ImageRecord Record, SnapshotterStore Store)
{
    public Image Image => Record.Image;
}
