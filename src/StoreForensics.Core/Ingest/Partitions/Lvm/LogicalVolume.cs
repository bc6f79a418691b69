using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>A logical volume that can be read, or a device of one's thin pool that LVM does not list.</summary>
/// <param name="Group">Its volume group's name.</param>
/// <param name="Name">Its own.</param>
/// <param name="Type">In words: <c>LVM logical volume, linear</c>.</param>
/// <param name="Blocks">Its bytes.</param>
internal sealed record LogicalVolume(string Group, string Name, string Type, IBlockSource Blocks)
{
    /// <summary>Which device of a thin pool it is that only the pool lists; null for what LVM lists.</summary>
    public ThinPlace? Thin { get; init; }
}
