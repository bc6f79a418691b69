namespace StoreForensics.Ingest.Disks;

/// <summary>Codes of what can be wrong with a disk as such, whatever its format.</summary>
internal static class DiskProblems
{
    /// <summary>A range leaves the disk, partition or file that it should lie in.</summary>
    public const string OutOfRange = "SF-DISK-0001";

    /// <summary>The medium or the file that holds it cannot be read there.</summary>
    public const string Unreadable = "SF-DISK-0002";
}
