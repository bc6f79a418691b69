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
