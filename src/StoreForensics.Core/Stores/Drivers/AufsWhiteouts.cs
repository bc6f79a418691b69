using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// AUFS branch markers: <c>.wh.NAME</c> deletes NAME, <c>.wh..wh..opq</c> makes its directory opaque, and at the branch root <c>.wh..wh.aufs</c>,
/// <c>.wh..wh.plnk</c> and <c>.wh..wh.orph</c> are book-keeping (aufs manual, "Whiteout").
/// </summary>
internal sealed class AufsWhiteouts : IWhiteouts
{
    public static readonly AufsWhiteouts Instance = new();

    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    private static ReadOnlySpan<byte> MetaPrefix => ".wh..wh."u8;

    private static ReadOnlySpan<byte> Opaque => ".wh..wh..opq"u8;

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot)
    {
        ReadOnlySpan<byte> name = tree.Name(node);
        if (!name.StartsWith(Prefix) || name.Length == Prefix.Length)
            return LayerEntryMeaning.Entry;
        if (name.SequenceEqual(Opaque))
            return LayerEntryMeaning.OpaqueMarker;
        return name.StartsWith(MetaPrefix) ? LayerEntryMeaning.Bookkeeping : LayerEntryMeaning.Deletion;
    }

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => tree.Name(node)[Prefix.Length..];

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name)
    {
        if (name.Length > EvidenceTreeBuilder.MaxNameBytes - Prefix.Length)
            return EvidenceTree.None;
        Span<byte> marker = stackalloc byte[Prefix.Length + name.Length];
        Prefix.CopyTo(marker);
        name.CopyTo(marker[Prefix.Length..]);
        return tree.Child(directory, marker);
    }

    public bool IsOpaque(EvidenceTree tree, int directory) => tree.Child(directory, Opaque) != EvidenceTree.None;

    /// <summary>Whiteouts are usually hard links to one file whose time is older than
    /// the deletion: only one with a single name has a time of its own.</summary>
    public bool HasOwnTime(EvidenceTree tree, int node) => tree.FirstLink(node) == node && tree.Extra(node).Links <= 1;
}
