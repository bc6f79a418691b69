using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Docker.Drivers;

/// <summary>
/// Kernel overlayfs (Documentation/filesystems/overlayfs.rst): a 0:0 character device deletes its name; the xattr <c>trusted.overlay.opaque</c>
/// (<c>user.</c> in rootless mounts) = <c>y</c> makes a directory opaque. A file named <c>.wh.x</c> is an ordinary file here.
/// </summary>
internal sealed class OverlayWhiteouts : IWhiteouts
{
    public static readonly OverlayWhiteouts Instance = new();

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) =>
        IsWhiteout(tree, node) ? LayerEntryMeaning.Deletion : LayerEntryMeaning.Entry;

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => tree.Name(node);

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name)
    {
        int node = tree.Child(directory, name);
        return node != EvidenceTree.None && IsWhiteout(tree, node) ? node : EvidenceTree.None;
    }

    public bool IsOpaque(EvidenceTree tree, int directory) => Says(tree, directory, "trusted.overlay.opaque") || Says(tree, directory, "user.overlay.opaque");

    /// <summary>Old kernels link all whiteouts of a work directory to one inode; then the time is not the deletion's.</summary>
    public bool HasOwnTime(EvidenceTree tree, int node) => tree.FirstLink(node) == node && tree.Extra(node).Links <= 1;

    private static bool IsWhiteout(EvidenceTree tree, int node)
    {
        if (tree[node].Kind != EntryKind.CharDevice)
            return false;
        NodeExtra extra = tree.Extra(node);
        return extra.DeviceMajor == 0 && extra.DeviceMinor == 0;
    }

    private static bool Says(EvidenceTree tree, int directory, string name) => tree.Xattr(directory, name) is [(byte)'y', ..];
}
