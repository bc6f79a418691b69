using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>EROFS, the read-only file system of images.</summary>
internal sealed class ErofsReader : IFileSystemReader
{
    public IReadOnlyList<string> Names => ["erofs"];

    public bool Recognises(Partition partition) => partition.Content.Kind == FormatKind.Erofs;

    public IFileSystem Open(Partition partition, FileSystemContext context) => ErofsFileSystem.Open(partition.Blocks, context.Problems, context.Origin);
}
