using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// Containers on a directory of the host (<c>--rootfs</c>, and since Podman 5.5 those that hold pods together): the directory itself, or an overlay over it
/// whose upper directory is <c>userdata/overlay/NAME/upper</c> (podman v5.8 libpod/container_internal.go, mountStorage; buildah pkg/overlay).
/// </summary>
internal static class RootfsTrees
{
    /// <summary>Null for a container that is made of an image.</summary>
    public static ContainerRootfs? Of(StorageRoot root, StoreInfo store, LibpodContainer podman, int? userdata)
    {
        if (podman.RootfsPath is not { } path)
            return null;
        EvidenceFiles files = root.Files;
        int? directory = HostPaths.Find(files.Tree, root.Node, path) is int node && files.Tree[node].Kind.IsDirectory() ? node : null;
        Layer? view = directory is int whole ? Tree(files, store, whole, NoWhiteouts.Instance, null) : null;
        if (podman.IsRootfsOverlay && userdata is int own && Upper(files, own) is int upper)
            view = Tree(files, store, upper, OverlayWhiteouts.Instance, view);
        return new ContainerRootfs(path, podman.IsRootfsOverlay)
        {
            Directory = directory is int found ? new EntryRef(files.Source, found) : null,
            View = view,
        };
    }

    private static Layer Tree(EvidenceFiles files, StoreInfo store, int node, IWhiteouts whiteouts, Layer? below) => new()
    {
        Id = files.Tree.PathOf(node).ToString(),
        Store = store,
        Origin = files.Origin(node),
        Files = new LayerFiles(files.Source, node, whiteouts, IsWholeTree: false),
        Parent = below,
    };

    // One is made anew whenever it is mounted: the one that was written last counts.
    private static int? Upper(EvidenceFiles files, int userdata)
    {
        if (files.Directory(userdata, "overlay"u8) is not int overlays)
            return null;
        return files.Tree.Children(overlays).ToArray().Select(c => files.Directory(c, "upper"u8)).OfType<int>()
            .OrderByDescending(n => files.Tree[n].Modified ?? default).Select(n => (int?)n).FirstOrDefault();
    }
}
