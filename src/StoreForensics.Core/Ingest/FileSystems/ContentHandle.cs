namespace StoreForensics.Ingest.FileSystems;

/// <summary>
/// Where a file's bytes are found again: which file system of the evidence, and the number that it knows them by. Both lie in the
/// <see cref="Evidence.EvidenceNode.DataOffset"/> that every entry has anyway.
/// </summary>
internal readonly record struct ContentHandle
{
    /// <summary>Most file systems of one evidence.</summary>
    public const int MaxFileSystems = 1 << (63 - ContentBits);

    /// <summary>The largest number: inodes of all but absurd disks. A file system with larger ones keeps a table, and numbers its rows.</summary>
    public const long MaxContent = (1L << ContentBits) - 1;

    private const int ContentBits = 48;

    /// <param name="fileSystem">Counts those of the evidence, from 0.</param>
    /// <param name="content">The file system's own number, from 0 to <see cref="MaxContent"/>. Files are read in the order of these.</param>
    public ContentHandle(int fileSystem, long content)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)fileSystem, (uint)MaxFileSystems - 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)content, (ulong)MaxContent);
        DataOffset = ((long)fileSystem << ContentBits) | content;
    }

    private ContentHandle(long dataOffset) => DataOffset = dataOffset;

    public long DataOffset { get; }

    public int FileSystem => (int)(DataOffset >> ContentBits);

    public long Content => DataOffset & MaxContent;

    /// <summary>Of an entry that has bytes: not negative.</summary>
    public static ContentHandle Of(long dataOffset) => new(dataOffset);
}
