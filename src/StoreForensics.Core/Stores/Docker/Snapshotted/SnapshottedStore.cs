using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Snapshotted;

/// <summary>
/// The containerd image store (Docker 24 to 28 by choice, 29 by default): images and layers are containerd's, read from its own root; the data root has the
/// containers, volumes and networks.
/// </summary>
internal sealed class SnapshottedStore : IDockerStore
{
    public const string EraName = "containerd";

    public string Era => EraName;

    // A root in which containers use graph drivers alone has a containerd all the same.
    public bool Recognises(DataRoot root) => root.Snapshots.Stores.Count > 0
        && (root.Containers.Drivers.Count == 0 || root.Containers.Drivers.Any(d => root.Snapshots.Of(d) is not null));

    public void Read(DataRoot root, Inventory inventory) => inventory.Containers.AddRange(new SnapshottedContainers(root).Read());
}
