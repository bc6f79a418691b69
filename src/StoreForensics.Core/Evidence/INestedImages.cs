using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>Opens images of file systems, and tars, that are files of an evidence: a layer may be one.</summary>
public interface INestedImages
{
    /// <summary>The image's files as a source of their own, part of the same evidence; the same one for the same file. Null where it holds nothing that is
    /// read, or where that failed: the problem says so.</summary>
    IEvidenceSource? Open(EntryRef file);

    /// <summary>The names of a file that is a tar, plain or compressed, as a source of their own; the same one for the same file. Null where it is none, or
    /// where it cannot be read: then the problem says so.</summary>
    IEvidenceSource? OpenTar(EntryRef file);

    /// <summary>The first names in a file that is a tar, plain or compressed, without reading on; none where it is none or cannot be read.</summary>
    IReadOnlyList<EvidencePath> FirstNames(EntryRef file);
}
