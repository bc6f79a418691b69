using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// Which directories of <c>containers/</c> are this era's: those with <c>config.v2.json</c> whose driver is one of the root's (with the containerd image store
/// <c>Driver</c> names a snapshotter), and those without any configuration.
/// </summary>
internal sealed class ContainerClaims(DataRoot root, IReadOnlySet<string> drivers)
{
    /// <summary>Whether containerd's own metadata is there; it is on every root of Docker 18.09 and later, used for images or not.</summary>
    public static bool HasContainerd(DataRoot root) => root.Tree.Find(root.Node,
        "containerd/daemon/io.containerd.metadata.v1.bolt/meta.db"u8) != EvidenceTree.None;

    public bool IsOurs(int directory)
    {
        if (root.Files.File(directory, "config.v2.json"u8) is not int config)
            return root.Tree.Child(directory, "config.json"u8) == EvidenceTree.None;
        if (!HasContainerd(root))
            return true;
        string? driver = JsonFile.Read(root.Files, config)?.NonEmpty("Driver");
        return driver is null || drivers.Contains(driver);
    }
}
