using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>A file system on a partition, read-only.</summary>
internal interface IFileSystem
{
    /// <summary>What it is and says of itself.</summary>
    FileSystemFacts Facts { get; }

    /// <summary>
    /// Adds every name below a directory of the tree. Each file's <see cref="EvidenceNode.DataOffset"/> is <paramref name="dataTag"/> with the inode's number
    /// in its low 40 bits. Damage becomes problems.
    /// </summary>
    void AddTo(EvidenceTreeBuilder tree, int directory, long dataTag);

    /// <summary>The bytes of a regular file. Seekable; any number may be open on any threads.</summary>
    /// <exception cref="EvidenceFormatException">No regular file, or it cannot be read.</exception>
    Stream Open(long inode);
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
}
