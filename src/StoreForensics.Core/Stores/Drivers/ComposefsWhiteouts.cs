using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// Marks in an image of composefs (libcomposefs lcfs-writer-erofs.c): those of overlayfs, or the same under <c>overlay.overlay.</c> where the image was made to
/// be mounted through another overlay. Devices <c>00</c> to <c>ff</c> at its root hide the directories of the objects, and delete nothing.
/// </summary>
internal sealed class ComposefsWhiteouts : IWhiteouts
{
    public static readonly ComposefsWhiteouts Instance = new();

    private static readonly OverlayWhiteouts s_overlay = OverlayWhiteouts.Instance;

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) =>
        atLayerRoot && HidesObjects(tree, node) ? LayerEntryMeaning.Bookkeeping
        : IsEscaped(tree, node) ? LayerEntryMeaning.Deletion : s_overlay.Classify(tree, node, atLayerRoot);

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => tree.Name(node);

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name)
    {
        int node = tree.Child(directory, name);
        return node != EvidenceTree.None && Classify(tree, node, directory == EvidenceTree.Root) == LayerEntryMeaning.Deletion ? node : EvidenceTree.None;
    }

    public bool IsOpaque(EvidenceTree tree, int directory) => s_overlay.IsOpaque(tree, directory)
        || OverlayXattrs.Get(tree, directory, "overlay.opaque") is [(byte)'y', ..];

    /// <summary>The image is made at once: no mark has a time of its own.</summary>
    public bool HasOwnTime(EvidenceTree tree, int node) => false;

    public ReadOnlySpan<byte> Redirect(EvidenceTree tree, int directory) => s_overlay.Redirect(tree, directory);

    public bool IsMetadataOnly(EvidenceTree tree, int node) => s_overlay.IsMetadataOnly(tree, node);

    // Of attributes and devices a copy of an image loses none.
    public bool IsOwnXattr(string name) => s_overlay.IsOwnXattr(name);

    private static bool IsEscaped(EvidenceTree tree, int node) =>
        tree[node] is { Kind: EntryKind.File, Size: 0 } && OverlayXattrs.Get(tree, node, "overlay.whiteout") is not null;

    private static bool HidesObjects(EvidenceTree tree, int node) => tree.Name(node) is [var high, var low] && char.IsAsciiHexDigitLower((char)high)
        && char.IsAsciiHexDigitLower((char)low) && OverlayXattrs.IsWhiteout(tree, node);
}
