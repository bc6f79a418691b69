namespace StoreForensics.Extraction;

/// <summary>
/// Where entries are written. They come parents first, each directory's content before the next directory, names in byte order. What cannot be made goes to
/// <see cref="LeftOut"/> and the rest goes on; a target that cannot be written at all throws.
/// </summary>
public interface IExtractionTarget
{
    /// <summary>A directory. An implied one has no metadata.</summary>
    void Directory(in ExtractedEntry entry);

    /// <summary>A regular file. False when it could not be made, so that no hard link leads to it.</summary>
    bool File(in ExtractedEntry entry, EntryContent content);

    /// <summary>Another name of a file that was made before. False when it must be made as a file of its own.</summary>
    bool HardLink(in ExtractedEntry entry, byte[] first);

    /// <summary>A symbolic link, device, FIFO or socket.</summary>
    void Special(in ExtractedEntry entry);

    /// <summary>Everything was handed over.</summary>
    void Complete();
}
