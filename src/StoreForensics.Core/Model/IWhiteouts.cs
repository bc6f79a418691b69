using StoreForensics.Evidence;

namespace StoreForensics.Model;

/// <summary>What an entry inside a layer directory means.</summary>
public enum LayerEntryMeaning
{
    /// <summary>A file, directory and so on that the layer holds.</summary>
    Entry,

    /// <summary>The name (see <see cref="IWhiteouts.DeletedName"/>) was deleted from the layers below.</summary>
    Deletion,

    /// <summary>Marks its directory opaque: nothing below shows through.</summary>
    OpaqueMarker,

    /// <summary>The union file system's own book-keeping; no part of any view.</summary>
    Bookkeeping,
}

/// <summary>How a storage driver spells deletions inside a layer directory.</summary>
public interface IWhiteouts
{
    /// <summary>What the entry means. <paramref name="atLayerRoot"/>: its parent is the layer's own root directory.</summary>
    LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot);

    /// <summary>The name that a <see cref="LayerEntryMeaning.Deletion"/> entry deletes.</summary>
    ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node);

    /// <summary>The entry of this directory that deletes <paramref name="name"/>, or <see cref="EvidenceTree.None"/>.</summary>
    int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name);

    /// <summary>Whether the layer deletes the name from this directory, with an entry that marks it or without.</summary>
    bool Deletes(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) => FindDeletion(tree, directory, name) != EvidenceTree.None;

    /// <summary>Names that the layer deletes from this directory by its record alone: the copy lost the marks. Empty in an evidence that kept them.</summary>
    IReadOnlyList<byte[]> UnmarkedDeletions(EvidenceTree tree, int directory) => [];

    /// <summary>Whether the directory hides everything below it.</summary>
    bool IsOpaque(EvidenceTree tree, int directory);

    /// <summary>Whether a deletion entry's own mtime is the deletion's time (it has an inode of its own).</summary>
    bool HasOwnTime(EvidenceTree tree, int node);

    /// <summary>
    /// Where a renamed directory's content lies in the layers below: a name in the same directory, or with a leading <c>/</c> a path from the root. Empty
    /// for every other directory.
    /// </summary>
    ReadOnlySpan<byte> Redirect(EvidenceTree tree, int directory) => default;

    /// <summary>Whether the entry holds a file's metadata alone, and its bytes are those of the version below (overlayfs <c>metacopy</c>). Where
    /// <see cref="Redirect"/> names a place, that is the version below.</summary>
    bool IsMetadataOnly(EvidenceTree tree, int node) => false;

    /// <summary>Whether the driver marks directories with extended attributes named <c>trusted.*</c>, which many copies lose.</summary>
    bool UsesAttributes => false;

    /// <summary>Whether the driver marks deletions with device nodes, which many copies lose.</summary>
    bool UsesDevices => false;

    /// <summary>Whether an extended attribute is the union file system's own mark, which it shows nobody who looks at the merged tree.</summary>
    bool IsOwnXattr(string name) => false;
}
