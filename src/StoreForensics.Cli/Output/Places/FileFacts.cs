namespace StoreForensics.Cli.Output.Places;

/// <summary>What tells files of the examiner's machine apart: on Linux device and inode, elsewhere the full path with no link in it.</summary>
internal sealed record FileKey(ulong Device, ulong Inode, string Path)
{
    public FileKey(ulong device, ulong inode)
        : this(device, inode, "")
    {
    }
}

/// <summary>What a name stands for.</summary>
internal enum FileShape
{
    File,
    Directory,
    Link,
    BlockDevice,

    /// <summary>A pipe, a terminal, a socket.</summary>
    Other,
}

/// <summary>What the system says of a name.</summary>
/// <param name="Key">Which file it is.</param>
/// <param name="Shape">What it is.</param>
/// <param name="Links">How many names it has; 1 where the system does not say.</param>
/// <param name="Owner">Its owner's number; null where the system does not say.</param>
/// <param name="Mode">Its permission bits; null where the system does not say.</param>
internal sealed record FileFacts(FileKey Key, FileShape Shape, uint Links, uint? Owner = null, int? Mode = null);
