namespace StoreForensics.Ingest.Recognition;

/// <summary>What is done with a file of some format.</summary>
internal enum FormatLevel
{
    /// <summary>None of what is below.</summary>
    None,

    /// <summary>Names and bytes lie inside, front to back.</summary>
    Archive,

    /// <summary>One stream of bytes lies inside that is reached by decompressing.</summary>
    Compression,

    /// <summary>Members lie inside, found through a directory at its end.</summary>
    Container,

    /// <summary>Known, and not read.</summary>
    Foreign,

    /// <summary>A format of disk images.</summary>
    DiskImage,

    /// <summary>A disk's, or a part's, blocks as they are.</summary>
    Blocks,
}
