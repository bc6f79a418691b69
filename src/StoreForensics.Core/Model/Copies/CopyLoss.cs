namespace StoreForensics.Model.Copies;

/// <summary>What a copy of a store did not keep of it. What was lost proves nothing: neither that it was there nor that somebody took it away.</summary>
[Flags]
public enum CopyLoss
{
    None = 0,

    /// <summary>Extended attributes named <c>trusted.*</c>: where overlayfs marks opaque, renamed and metadata-only entries.</summary>
    TrustedAttributes = 1,

    /// <summary>Extended attributes named <c>security.*</c>: file capabilities.</summary>
    SecurityAttributes = 2,

    /// <summary>Extended attributes named <c>user.*</c>.</summary>
    UserAttributes = 4,

    /// <summary>Device nodes: also the marks of deletion of overlayfs.</summary>
    Devices = 8,

    Symlinks = 16,

    /// <summary>Entries of directories themselves: their metadata, and those that are empty.</summary>
    Directories = 32,

    EmptyFiles = 64,

    Owners = 128,

    /// <summary>Which owner inside containers each on disk stands for: the store is of a user namespace that nothing in it describes.</summary>
    OwnerNumbers = 65536,

    /// <summary>All permission bits, or those of <see cref="CopyFacts.LostFileMode"/> and <see cref="CopyFacts.LostDirectoryMode"/> alone.</summary>
    Modes = 256,

    /// <summary>Modification times of whatever is no directory.</summary>
    FileTimes = 512,

    DirectoryTimes = 1024,

    /// <summary>That names are one file.</summary>
    HardLinks = 2048,

    /// <summary>Names with bytes outside ASCII.</summary>
    Names = 4096,

    /// <summary>Named pipes.</summary>
    Pipes = 32768,

    /// <summary>Whatever follows where the copy was cut.</summary>
    Rest = 8192,

    /// <summary>Change times as the host had them: those of the evidence are the copy's own.</summary>
    ChangeTimes = 16384,
}
