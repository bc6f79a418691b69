using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>What a disk image is made of, as recorded in it. Null is unknown.</summary>
public sealed record DiskFacts
{
    /// <summary><c>raw</c>, <c>split raw</c>, <c>qcow2</c>, <c>vmdk</c>, <c>vhd</c>, <c>vhdx</c>, <c>E01</c>, with its variant.</summary>
    public required string Format { get; init; }

    /// <summary>Bytes of the medium as the machine saw it.</summary>
    public required long MediumBytes { get; init; }

    /// <summary>The files that the image consists of, the evidence first, by base name.</summary>
    public required IReadOnlyList<(string Name, long SizeBytes)> Files { get; init; }

    /// <summary>What the examiner who made the image wrote in it: label and value, as recorded.</summary>
    public required IReadOnlyList<(string Label, string Value)> Acquisition { get; init; }

    /// <summary>Digests of the medium that the image carries.</summary>
    public required IReadOnlyList<StoredDigest> Digests { get; init; }

    public required IReadOnlyList<PartitionFacts> Partitions { get; init; }

    /// <summary>The evidence, read before, that has the volumes which members on this disk belong to; null where there is none.</summary>
    public string? PartOf { get; init; }
}

/// <summary>A digest that an evidence carries of itself.</summary>
/// <param name="Algorithm"><c>md5</c>, <c>sha1</c>.</param>
/// <param name="Stored">Lower-case hexadecimal, as recorded.</param>
/// <param name="Computed">The same computed now; null when it was not, or the medium cannot be read whole.</param>
public sealed record StoredDigest(string Algorithm, string Stored, string? Computed);

/// <summary>A partition, a logical volume, or a whole disk without a table.</summary>
public sealed record PartitionFacts
{
    /// <summary>Where it stands: <c>gpt 2</c>, <c>lvm vg0/root</c>, <c>whole disk</c>.</summary>
    public required string FoundAs { get; init; }

    /// <summary>Its label in the table.</summary>
    public string? Name { get; init; }

    public required string Type { get; init; }

    /// <summary>First byte on the disk; null for a logical volume.</summary>
    public long? Start { get; init; }

    public required long Length { get; init; }

    /// <summary>What is in it: <c>ext4</c>, <c>XFS</c>, <c>LUKS 2, encrypted</c>.</summary>
    public required string Content { get; init; }

    /// <summary>The directory of the evidence that its files are below; empty for the root; null when it is not read.</summary>
    public string? Directory { get; init; }

    /// <summary>What its file system says of itself; null when it is not read.</summary>
    public FileSystemFacts? FileSystem { get; init; }
}

/// <summary>What a file system says of itself. Null is unknown.</summary>
public sealed record FileSystemFacts
{
    /// <summary><c>ext4</c>, <c>ext3</c>, <c>ext2</c>.</summary>
    public required string Kind { get; init; }

    public string? Label { get; init; }

    /// <summary>Lower case with dashes.</summary>
    public string? Uuid { get; init; }

    /// <summary>Where it was mounted last.</summary>
    public string? LastMounted { get; init; }

    public Timestamp? Created { get; init; }

    public Timestamp? MountedAt { get; init; }

    public Timestamp? WrittenAt { get; init; }

    /// <summary>In words, what a journal replay in memory did; null when there was nothing to replay.</summary>
    public string? Replay { get; init; }

    /// <summary>None for file systems that cannot have any.</summary>
    public IReadOnlyList<SnapshotFacts> Snapshots { get; init; } = [];
}
