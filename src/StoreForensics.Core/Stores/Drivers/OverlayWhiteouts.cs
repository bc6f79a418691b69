using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// Kernel overlayfs: whiteout devices and opaque directories as <see cref="OverlayXattrs"/> tells them. A file named <c>.wh.x</c> is an ordinary file here.
/// </summary>
internal sealed class OverlayWhiteouts : IWhiteouts
{
    public static readonly OverlayWhiteouts Instance = new();

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) =>
        OverlayXattrs.IsWhiteout(tree, node) ? LayerEntryMeaning.Deletion : LayerEntryMeaning.Entry;

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => tree.Name(node);

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name)
    {
        int node = tree.Child(directory, name);
        return node != EvidenceTree.None && OverlayXattrs.IsWhiteout(tree, node) ? node : EvidenceTree.None;
    }

    public bool IsOpaque(EvidenceTree tree, int directory) => OverlayXattrs.IsOpaque(tree, directory);

    /// <summary>Old kernels link all whiteouts of a work directory to one inode; then the time is not the deletion's.</summary>
    public bool HasOwnTime(EvidenceTree tree, int node) => tree.FirstLink(node) == node && tree.Extra(node).Links <= 1;

    public ReadOnlySpan<byte> Redirect(EvidenceTree tree, int directory) => OverlayXattrs.Get(tree, directory, "redirect");

    public bool IsMetadataOnly(EvidenceTree tree, int node) =>
        tree[node].Kind == EntryKind.File && OverlayXattrs.Get(tree, node, "metacopy") is not null;

    public bool UsesAttributes => true;

    public bool UsesDevices => true;

    public bool IsOwnXattr(string name) => OverlayXattrs.IsOwn(name);
}
