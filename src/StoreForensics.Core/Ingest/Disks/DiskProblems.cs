namespace StoreForensics.Ingest.Disks;

/// <summary>Codes of what can be wrong with a disk as such, whatever its format.</summary>
internal static class DiskProblems
{
    /// <summary>A range leaves the disk, partition or file that it should lie in.</summary>
    public const string OutOfRange = "SF-DISK-0001";

    /// <summary>The medium or the file that holds it cannot be read there.</summary>
    public const string Unreadable = "SF-DISK-0002";

    /// <summary>A header or table says what cannot be.</summary>
    public const string BadHeader = "SF-DISK-0003";

    /// <summary>A checksum of a header or table does not match.</summary>
    public const string BadChecksum = "SF-DISK-0004";

    /// <summary>A mapping points where no data can be.</summary>
    public const string BadMapping = "SF-DISK-0005";

    /// <summary>Compressed data cannot be decompressed, or a checksum over data does not match.</summary>
    public const string BadData = "SF-DISK-0006";

    /// <summary>A part of the disk (extent, segment, piece) is not there; its range cannot be read.</summary>
    public const string MissingPart = "SF-DISK-0007";

    /// <summary>Disks that name each other as parent, or too long a chain of parents.</summary>
    public const string ParentChain = "SF-DISK-0008";

    /// <summary>The parent that was found is not the one that was recorded.</summary>
    public const string OtherParent = "SF-DISK-0009";

    /// <summary>The disk was not closed cleanly, or its writer marked it as damaged.</summary>
    public const string NotClean = "SF-DISK-0010";

    /// <summary>Something in the file is not shown: internal snapshots.</summary>
    public const string NotShown = "SF-DISK-0011";

    /// <summary>A log of changes was applied in memory.</summary>
    public const string Replayed = "SF-DISK-0012";

    /// <summary>A log of changes is there and cannot be applied.</summary>
    public const string BadLog = "SF-DISK-0013";

    /// <summary>The format of a parent is not recorded; it was recognised by its content.</summary>
    public const string GuessedFormat = "SF-DISK-0014";

    /// <summary>The file goes on, or ends, where it should not.</summary>
    public const string OddLength = "SF-DISK-0015";

    /// <summary>Sectors that could not be read when the image was made.</summary>
    public const string AcquisitionErrors = "SF-DISK-0016";

    /// <summary>The bytes of something were asked for that is no regular file.</summary>
    public const string NotAFile = "SF-DISK-0017";

    /// <summary>A file of the evidence that should be an image of a file system cannot be read as one.</summary>
    public const string NotNested = "SF-DISK-0018";
}
