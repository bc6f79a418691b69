using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions;

/// <summary>A part as whoever found it gives it; the worklist makes a <see cref="Partition"/> of it.</summary>
internal sealed record Slice
{
    /// <summary>Its name in what it was found in, its scheme first: <c>gpt 2</c>, <c>lvm vg0/root</c>. Not escaped.</summary>
    public required string Place { get; init; }

    public string? Name { get; init; }

    /// <summary>In words.</summary>
    public required string Type { get; init; }

    /// <summary>First byte in the partition that it was found in; null when it is no run of that.</summary>
    public long? Offset { get; init; }

    /// <summary>Bytes that it should have.</summary>
    public required long Length { get; init; }

    public required IBlockSource Blocks { get; init; }

    /// <summary>What it was put together with: a volume group's name.</summary>
    public string? Group { get; init; }

    /// <summary>Which device of a thin pool it is that only the pool lists; null for any other part.</summary>
    public ThinPlace? Thin { get; init; }

    /// <summary>The partitions that it was put together out of; none for what one partition was divided into.</summary>
    public IReadOnlyList<Partition> Members { get; init; } = [];
}
