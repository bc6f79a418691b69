using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Drivers;

/// <summary>What a graph driver keeps of layers, and how it spells a deletion (moby v1.9.1 and v20.10 daemon/graphdriver; the aufs manual, "Whiteout"; the
/// kernel's Documentation/filesystems/overlayfs.rst).</summary>
internal static class DriverLayouts
{
    private const string Own = "A layer holds what it adds and changes, each file whole; everything else shows through from the layers below.";

    /// <summary>Of a driver below the data root; none for drivers without a directory for each layer.</summary>
    public static IEnumerable<LayoutPlace> Of(string driver) => driver switch
    {
        "aufs" => s_aufs,
        "overlay2" or "fuse-overlayfs" => Overlay(driver, "diff", "diff"),
        "overlay" => Overlay(driver, "root", "upper"),
        "vfs" => Whole("vfs/dir"),
        "btrfs" => Whole("btrfs/subvolumes"),
        "devicemapper" => s_deviceMapper,
        _ => [],
    };

    /// <summary>Of containers/storage, whose layers lie as Docker's do and whose containers have no init layer.</summary>
    public static IEnumerable<LayoutPlace> OfStorage(string driver) => Overlay(driver, "diff", "diff").Where(p => !p.Pattern.Contains("{init}", StringComparison.Ordinal));

    /// <summary>How deletions are spelt in directories that the kernel's overlay joins.</summary>
    /// <param name="would">Where one would lie.</param>
    public static IEnumerable<LayoutPlace> OverlayDeletions(string would) =>
    [
        new(would + "/{deleted name}", "A deletion",
            "A character device with the numbers 0:0 where the deleted file was: the name is gone in this layer and those above it; the file itself is still in the layer below.",
            Readings.Device) { IsToldAlways = true, Search = Deletions.OfName },
        new(would + "/{directory}", "A directory that was made anew",
            "The attribute trusted.overlay.opaque (user.overlay.opaque without root) with the value y: nothing of this directory in the layers below shows.",
            Readings.Opaque) { IsToldAlways = true, Search = Deletions.OfDirectory },
    ];

    private static readonly LayoutPlace[] s_aufs =
    [
        new("aufs/layers/{layer}", "The layers below a layer", "Ids, nearest first, one a line; empty for a base layer.", Readings.Text),
        new("aufs/diff/{layer}", "A layer's files", Own, Readings.Names),
        new("aufs/diff/{layer}/{directory}/.wh.{deleted name}", "A deletion",
            "An empty file .wh.NAME beside where NAME was: the name is gone in this layer and those above it; the file itself is still in the layer below.",
            Readings.Names) { IsToldAlways = true, Search = Deletions.OfName, Read = NameOf },
        new("aufs/diff/{layer}/{directory}/.wh..wh..opq", "A directory that was made anew",
            "An empty file of this name in it: nothing of this directory in the layers below shows.", Readings.Bytes)
            { IsToldAlways = true, Search = Deletions.OfDirectory },
        new("aufs/diff/*/.wh..wh.aufs", "AUFS's mark on a layer", "An empty file that says that the directory was used as a writable branch; deletions are hard links to it.",
            Readings.Bytes),
        new("aufs/diff/*/.wh..wh.orph", "AUFS's place for orphans", "Files that were deleted while a process had them open; usually empty.", Readings.Names),
        new("aufs/diff/*/.wh..wh.plnk", "AUFS's pseudo-links", "Hard links between files of different layers, named by their inode numbers; usually empty.", Readings.Names),
        new("aufs/diff/{init}", "A container's init layer",
            "Empty files that the engine mounts its own over: /etc/hosts, /etc/hostname, /etc/resolv.conf, /.dockerinit. It lies between image and container.", Readings.Names),
        new("aufs/diff/{own}", "A container's own files", "What the container added, changed and deleted, live: what docker diff tells.", Readings.Names),
        new("aufs/mnt/{own}", "A container's mount point", "Where the merged view was mounted; empty while it is not. Files in it are copies.", Readings.Names),
        new("aufs/tmp", "Removals under way", "A layer is moved here to be removed; what is in it was left by a removal that was cut off.", Readings.Names),
    ];

    private static readonly LayoutPlace[] s_deviceMapper =
    [
        new("devicemapper/metadata/{layer}", "A layer's device", "Number and size of the layer's device in the thin pool, as JSON.", Readings.Json("device_id")),
        new("devicemapper/metadata/{own}", "A container's device", "The same for the container's own device, a snapshot of the image's.", Readings.Json("device_id")),
        new("devicemapper/devicemapper/data", "The thin pool's data", "All layers' blocks, where the pool lies in loop files.", Readings.Bytes),
        new("devicemapper/devicemapper/metadata", "The thin pool's tables", "Which block of which device is where, where the pool lies in loop files.", Readings.Bytes),
        new("devicemapper/mnt", "Mount points", "Of devices while they are used.", Readings.Names),
    ];

    private static LayoutPlace[] Overlay(string driver, string files, string own) =>
    [
        new($"{driver}/{{layer}}/{files}", "A layer's files", Own, Readings.Names),
        new($"{driver}/{{layer}}/link", "A layer's short name", "Under which it is in the directory l, since a mount names all layers and has little room.", Readings.Text),
        new($"{driver}/{{layer}}/lower", "The layers below a layer", "Short names, nearest first, joined by colons; a base layer has no such file.", Readings.Text),
        new($"{driver}/{{layer}}/lower-id", "The layer below", "The directory of the layer whose root it stands on.", Readings.Text),
        new($"{driver}/l/*", "A short name", "A link to the files of a layer.", Readings.Target),
        .. OverlayDeletions($"{driver}/{{layer}}/{own}"),
        new($"{driver}/{{init}}/{own}", "A container's init layer",
            "Empty files and directories that the engine mounts its own over: /etc/hosts, /etc/hostname, /etc/resolv.conf, /.dockerenv. It lies between image and container.",
            Readings.Names),
        new($"{driver}/{{own}}/{own}", "A container's own files", "What the container added, changed and deleted, live: what docker diff tells.", Readings.Names),
        new($"{driver}/{{own}}/work", "The kernel's scratch space", "For the mount of the container's view; no facts of its own.", Readings.Names),
        new($"{driver}/{{own}}/merged", "A container's mount point", "Where the merged view was mounted; empty while it is not. Files in it are copies.", Readings.Names),
        new($"{driver}/{{layer}}/committed", "A mark that the layer is whole", "Written when an image's layer is finished (Docker 20.10 and later).", Readings.Bytes),
    ];

    private static LayoutPlace[] Whole(string directory) =>
    [
        new(directory + "/{layer}", "A layer's whole tree", "This driver copies everything from the layer below first: what the layer changed is the difference.", Readings.Names),
        new(directory + "/{init}", "A container's init layer", "The image's tree with the mount points that the engine makes.", Readings.Names),
        new(directory + "/{own}", "A container's whole tree", "The image's files and the container's own together.", Readings.Names),
        new(directory + "/{deleted name}", "A deletion", "There is no mark: the name is missing that the layer below has. When is told by the directory's own time.")
            { IsToldAlways = true, Search = _ => Evidence.EvidenceTree.None },
    ];

    private static LayoutValue? NameOf(LayoutScope scope, int node) => new("name", Primitives.DisplayText.Escape(scope.Tree.Name(node)));
}
