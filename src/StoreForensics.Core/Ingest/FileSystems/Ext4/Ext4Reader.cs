using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>ext2, ext3 and ext4. Where the beginning says nothing, a copy of the superblock may.</summary>
internal sealed class Ext4Reader : IFileSystemReader
{
    public IReadOnlyList<string> Names => ["ext2", "ext3", "ext4"];

    public bool Recognises(Partition partition) =>
        partition.Content.Kind is FormatKind.Ext or FormatKind.Unknown && Ext4FileSystem.Recognises(partition.Blocks);

    public IFileSystem Open(Partition partition, FileSystemContext context) => Ext4FileSystem.Open(partition.Blocks, context.Problems, context.Origin);
}
