using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions;

/// <summary>A part of a disk that may hold a file system: a partition, a logical volume, or the whole of it.</summary>
internal sealed record Partition
{
    /// <summary>Counts all that were found on a disk, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its label in the table, or the logical volume's name; null where there is none. Not escaped.</summary>
    public string? Name { get; init; }

    /// <summary>What the table says it is: <c>Linux (0x83)</c>. What is really in it, <see cref="VolumeSniffer"/> tells.</summary>
    public required string Type { get; init; }

    /// <summary>First byte on the disk; null for a logical volume, which may lie in several places.</summary>
    public required long? Start { get; init; }

    /// <summary>Bytes, as the table says; what lies beyond the disk's end cannot be read.</summary>
    public required long Length { get; init; }

    /// <summary>Where it stands: <c>gpt 2</c>, <c>mbr 5</c>, <c>lvm vg0/root</c>, <c>whole disk</c>. Not escaped.</summary>
    public required string FoundAs { get; init; }

    /// <summary>Its bytes. Lives as long as the disk.</summary>
    public required IBlockSource Blocks { get; init; }
}
