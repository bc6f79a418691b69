using StoreForensics.Evidence;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// Which directories of <c>containers/</c> are this era's: those whose driver no snapshotter of containerd serves, and those without any configuration.
/// </summary>
internal sealed class ContainerClaims(DataRoot root)
{
    public bool IsOurs(int directory)
    {
        if (root.Files.File(directory, "config.v2.json"u8) is not int config)
            return root.Tree.Child(directory, "config.json"u8) == EvidenceTree.None;
        return root.Snapshots.Stores.Count == 0 || root.Snapshots.Of(root.Containers.DriverOf(config)) is null;
    }
}
