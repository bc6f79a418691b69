using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// fuse-overlayfs: layers that Docker extracted spell deletions as AUFS does, <c>.wh.NAME</c>; layers written at run time hold 0:0 character devices
/// (fuse-overlayfs main.c). Opaque is <c>.wh..wh..opq</c> or <c>.wh..opq</c>, file or device, or an xattr.
/// </summary>
internal sealed class FuseOverlayWhiteouts : IWhiteouts
{
    public static readonly FuseOverlayWhiteouts Instance = new();

    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    private static ReadOnlySpan<byte> Opaque => ".wh..wh..opq"u8;

    private static ReadOnlySpan<byte> ShortOpaque => ".wh..opq"u8;

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot)
    {
        ReadOnlySpan<byte> name = tree.Name(node);
        if (name.SequenceEqual(Opaque) || name.SequenceEqual(ShortOpaque))
            return LayerEntryMeaning.OpaqueMarker;
        if (name.StartsWith(".wh..wh."u8))
            return LayerEntryMeaning.Bookkeeping;
        return IsNamed(name) || OverlayXattrs.IsWhiteout(tree, node) ? LayerEntryMeaning.Deletion : LayerEntryMeaning.Entry;
    }

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node)
    {
        ReadOnlySpan<byte> name = tree.Name(node);
        return IsNamed(name) ? name[Prefix.Length..] : name;
    }

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name)
    {
        int node = tree.Child(directory, name);
        if (node != EvidenceTree.None && OverlayXattrs.IsWhiteout(tree, node))
            return node;
        if (name.Length > EvidenceTreeBuilder.MaxNameBytes - Prefix.Length)
            return EvidenceTree.None;
        Span<byte> marker = stackalloc byte[Prefix.Length + name.Length];
        Prefix.CopyTo(marker);
        name.CopyTo(marker[Prefix.Length..]);
        return tree.Child(directory, marker);
    }

    public bool IsOpaque(EvidenceTree tree, int directory) =>
        tree.Child(directory, Opaque) != EvidenceTree.None
        || tree.Child(directory, ShortOpaque) != EvidenceTree.None
        || OverlayXattrs.IsOpaque(tree, directory)
        || tree.Xattr(directory, "user.fuseoverlayfs.opaque") is [(byte)'y', ..];

    public bool HasOwnTime(EvidenceTree tree, int node) => tree.FirstLink(node) == node && tree.Extra(node).Links <= 1;

    public ReadOnlySpan<byte> Redirect(EvidenceTree tree, int directory) => OverlayXattrs.Get(tree, directory, "redirect");

    public bool IsOwnXattr(string name) => OverlayXattrs.IsOwn(name) || name.StartsWith("user.fuseoverlayfs.", StringComparison.Ordinal);

    private static bool IsNamed(ReadOnlySpan<byte> name) => name.Length > Prefix.Length && name.StartsWith(Prefix);
}
