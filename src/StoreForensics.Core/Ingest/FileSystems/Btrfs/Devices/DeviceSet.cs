using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Devices;

/// <summary>One device of a file system.</summary>
/// <param name="Id">Its number in the file system.</param>
/// <param name="Blocks">Its bytes; stay open.</param>
/// <param name="IsOld">Others were written after it: copies on them are taken first.</param>
internal sealed record Device(ulong Id, IBlockSource Blocks, bool IsOld);

/// <summary>The devices of one file system that are at hand. As a source of blocks it is the newest of them, so that it is recognised as what it is.</summary>
internal sealed class DeviceSet(IReadOnlyList<Device> devices) : IBlockSource
{
    /// <summary>The newest first; each number once.</summary>
    public IReadOnlyList<Device> Devices => devices;

    public long Length => devices[0].Blocks.Length;

    public void ReadAt(long offset, Span<byte> target) => devices[0].Blocks.ReadAt(offset, target);

    public DataRun NextData(long from) => devices[0].Blocks.NextData(from);

    // They belong to their disks.
    public void Dispose()
    {
    }
}
