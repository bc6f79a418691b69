using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Ingest.FileSystems.Erofs;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Ingest.FileSystems.Xfs;
using StoreForensics.Ingest.Partitions;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>All file systems that are read: one line each.</summary>
internal static class FileSystemReaders
{
    public static IReadOnlyList<IFileSystemReader> All { get; } = [new Ext4Reader(), new XfsReader(), new BtrfsReader(), new ErofsReader()];

    /// <summary>Who puts file systems together whose devices are several: new ones, for each remembers what it has seen.</summary>
    public static IReadOnlyList<IAssembler> Assemblers() => [new Btrfs.Devices.DeviceAssembler()];

    /// <summary>Who reads what a partition holds; null when nobody does.</summary>
    public static IFileSystemReader? For(Partition partition) => All.FirstOrDefault(r => r.Recognises(partition));
}
