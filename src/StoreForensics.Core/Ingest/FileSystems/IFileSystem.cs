using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>A file system on a partition, read-only.</summary>
internal interface IFileSystem
{
    /// <summary>What it is and says of itself.</summary>
    FileSystemFacts Facts { get; }

    /// <summary>Adds every name below a directory of the tree. Damage becomes problems.</summary>
    /// <param name="tree">Takes the names. Each file's <see cref="EntryMetadata.DataOffset"/>
    /// is that of a <see cref="ContentHandle"/>; -1: it has no bytes.</param>
    /// <param name="directory">The node that the root becomes.</param>
    /// <param name="number">This file system's among those of the evidence.</param>
    void AddTo(EvidenceTreeBuilder tree, int directory, int number);

    /// <summary>The bytes of a regular file. Seekable; any number may be open on any threads.</summary>
    /// <param name="content">The number that <see cref="AddTo"/> gave it: see <see cref="ContentHandle.Content"/>.</param>
    /// <exception cref="EvidenceFormatException">No regular file, or it cannot be read.</exception>
    Stream Open(long content);
}
