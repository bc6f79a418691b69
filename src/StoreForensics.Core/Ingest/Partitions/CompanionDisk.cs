using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Another disk that members of a volume group or an array may lie on: an evidence of the same call, or a file in the directory that was given for
/// parts of disks.</summary>
/// <param name="Name">Base name.</param>
/// <param name="Open">Opens its medium; null where it is no disk that can be opened.</param>
/// <param name="IsBefore">Whether it is an evidence that was read before: then what has members on both is that one's.</param>
internal sealed record CompanionDisk(string Name, Func<IBlockSource?> Open, bool IsBefore);
