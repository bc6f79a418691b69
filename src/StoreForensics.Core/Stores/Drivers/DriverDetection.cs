using StoreForensics.Evidence;

namespace StoreForensics.Stores.Drivers;

/// <summary>Which storage drivers a data root has used, by their directories.</summary>
internal static class DriverDetection
{
    /// <summary>Drivers that no engine before 1.10 had.</summary>
    public static bool IsNew(string driver) => driver is "overlay2" or "fuse-overlayfs" or WindowsFilterDriver.DriverName;

    /// <summary>All drivers with a directory, in a fixed order.</summary>
    /// <param name="files">The store's files.</param>
    /// <param name="root">The data root.</param>
    /// <param name="directoryOf">The directory of a name in the root; null where there is none.</param>
    /// <param name="isNamed">Whether metadata of that driver is there.</param>
    public static IReadOnlyList<IGraphDriver> Of(EvidenceFiles files, int root, Func<string, int?> directoryOf, Func<string, bool> isNamed)
    {
        var drivers = new List<IGraphDriver>();
        EvidenceTree tree = files.Tree;
        if (directoryOf("aufs") is int aufs)
            drivers.Add(new AufsDriver(files, aufs));
        if (tree.Child(root, "graph"u8) is var graph && graph != EvidenceTree.None && LegacyLayerDriver.IsUsed(tree, graph))
            drivers.Add(new LegacyLayerDriver(files, root));
        if (directoryOf("btrfs") is int btrfs && files.Directory(btrfs, "subvolumes"u8) is int subvolumes)
            drivers.Add(new WholeTreeDriver("btrfs", files, subvolumes));
        if (directoryOf("devicemapper") is int mapper)
            drivers.Add(new DeviceMapperDriver(files, mapper));
        if (directoryOf("fuse-overlayfs") is int fuse)
            drivers.Add(new Overlay2Driver("fuse-overlayfs", files, fuse, FuseOverlayWhiteouts.Instance));
        if (directoryOf("overlay") is int overlay)
            drivers.Add(new OverlayDriver(files, overlay));
        if (directoryOf("overlay2") is int overlay2)
            drivers.Add(new Overlay2Driver("overlay2", files, overlay2, OverlayWhiteouts.Instance));
        if (directoryOf(WindowsFilterDriver.DriverName) is int windows)
            drivers.Add(new WindowsFilterDriver(files, windows));
        if (directoryOf("zfs") is int zfs && files.Directory(zfs, "graph"u8) is int filesystems)
            drivers.Add(new WholeTreeDriver("zfs", files, filesystems));
        // From 0.7 to 1.6 vfs/dir also holds the volumes of every other driver: the directory alone proves nothing.
        if ((isNamed("vfs") || drivers.Count == 0) && directoryOf("vfs") is int vfs && files.Directory(vfs, "dir"u8) is int trees)
            drivers.Add(new WholeTreeDriver("vfs", files, trees));
        return drivers;
    }
}
