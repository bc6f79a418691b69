using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>Knows one family of file systems.</summary>
internal interface IFileSystemReader
{
    /// <summary>Those that it reads, in words: <c>ext4</c>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether a partition holds one of them. Never throws for damage.</summary>
    bool Recognises(Partition partition);

    /// <exception cref="EvidenceFormatException">It is damaged where nothing goes on.</exception>
    IFileSystem Open(Partition partition, FileSystemContext context);
}

/// <summary>What a file system is told when it is opened.</summary>
/// <param name="Problems">Takes damage and what is not understood.</param>
/// <param name="Origin">The partition in the evidence.</param>
internal sealed record FileSystemContext(ProblemLog Problems, Origin Origin);
