using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>btrfs. Where the superblock's place says nothing, a copy of it may.</summary>
internal sealed class BtrfsReader : IFileSystemReader
{
    public IReadOnlyList<string> Names => ["btrfs"];

    public bool Recognises(Partition partition) =>
        partition.Content.Kind is FormatKind.Btrfs or FormatKind.Unknown && BtrfsFileSystem.Recognises(partition.Blocks);

    public IFileSystem Open(Partition partition, FileSystemContext context) => BtrfsFileSystem.Open(partition.Blocks, context.Problems, context.Origin);
}
