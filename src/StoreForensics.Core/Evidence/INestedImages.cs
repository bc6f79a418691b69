namespace StoreForensics.Evidence;

/// <summary>Opens images of file systems that are files of an evidence: a layer may be one.</summary>
public interface INestedImages
{
    /// <summary>The image's files as a source of their own, part of the same evidence; the same one for the same file. Null where it holds nothing that is
    /// read, or where that failed: the problem says so.</summary>
    IEvidenceSource? Open(EntryRef file);
}
