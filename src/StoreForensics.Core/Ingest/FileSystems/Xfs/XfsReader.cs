using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>XFS. Where the beginning says nothing, a copy of the superblock may.</summary>
internal sealed class XfsReader : IFileSystemReader
{
    public IReadOnlyList<string> Names => ["xfs"];

    public bool Recognises(Partition partition) =>
        partition.Content.Kind is FormatKind.Xfs or FormatKind.Unknown && XfsFileSystem.Recognises(partition.Blocks);

    public IFileSystem Open(Partition partition, FileSystemContext context) => XfsFileSystem.Open(partition.Blocks, context.Problems, context.Origin);
}
