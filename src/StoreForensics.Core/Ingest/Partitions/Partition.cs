using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.Partitions;

/// <summary>A part of a disk that may hold a file system: a partition, a logical volume, or the whole of it; also one within another.</summary>
internal sealed class Partition
{
    private Recognised? _content;

    /// <summary>Counts all that were found on a disk, from 0, in their order; known when all are found.</summary>
    public int Index { get; set; }

    /// <summary>Its label in the table, or the logical volume's name; null where there is none. Not escaped.</summary>
    public string? Name { get; init; }

    /// <summary>What the table says it is: <c>Linux (0x83)</c>. What is really in it, <see cref="Content"/> tells.</summary>
    public required string Type { get; init; }

    /// <summary>First byte on the disk; null for a logical volume, which may lie in several places, and for what lies in one.</summary>
    public required long? Start { get; init; }

    /// <summary>Bytes, as the table says; what lies beyond the disk's end cannot be read.</summary>
    public required long Length { get; init; }

    /// <summary>Where it stands in what it was found in: <c>gpt 2</c>, <c>mbr 5</c>, <c>lvm vg0/root</c>, <c>whole disk</c>. Not escaped.</summary>
    public required string Place { get; init; }

    /// <summary>The partition whose table lists it, or that all physical volumes of its group lie in; null: none, it is the disk's own.</summary>
    public Partition? Within { get; init; }

    /// <summary>Its volume group; null for what a table lists.</summary>
    public string? Group { get; init; }

    /// <summary>Which device of a thin pool it is that only the pool lists; null for any other part.</summary>
    public ThinPlace? Thin { get; init; }

    /// <summary>The other disk that it lies on; null for a part of this one.</summary>
    public CompanionDisk? Aside { get; init; }

    /// <summary>Whether something was put together of it.</summary>
    public bool IsMember { get; set; }

    /// <summary>How many steps it is away from what the disk's own table lists.</summary>
    public int Depth { get; init; }

    /// <summary>The bytes that it is a run of, and where that run begins: tells whether two tables are one.</summary>
    public required (IBlockSource Source, long Offset) Ground { get; init; }

    /// <summary>Its bytes. Lives as long as the disk.</summary>
    public required IBlockSource Blocks { get; init; }

    /// <summary>Where it stands on the disk, from the outside in: <c>gpt 2</c>, <c>lvm vg0/guest gpt 1</c>. Not escaped.</summary>
    public string FoundAs => Within is not null ? $"{Within.FoundAs} {Place}" : Aside is null || Group is not null ? Place : $"{Aside.Name} {Place}";

    /// <summary>The word for what lists it: <c>gpt</c>, <c>mbr</c>, <c>lvm</c>.</summary>
    public string Scheme => Place.Split(' ')[0];

    /// <summary>What is in it. Looked at when first asked for, then kept.</summary>
    public Recognised Content => _content ??= Recogniser.Part(Blocks);
}
