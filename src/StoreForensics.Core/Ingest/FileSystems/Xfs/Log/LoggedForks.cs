using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>What an item of an inode says of its place, and the forks that it brings (<c>xfs_inode_log_format</c>).</summary>
/// <param name="Number">The inode.</param>
/// <param name="Fields">What was logged.</param>
/// <param name="Block">The first basic block of the buffer that it lies in.</param>
/// <param name="Length">How many that has.</param>
/// <param name="At">Its place in the buffer, in bytes.</param>
internal readonly record struct LoggedForks(ulong Number, uint Fields, long Block, int Length, int At)
{
    private const uint Data = 0x2, DataExtents = 0x4, DataRoot = 0x8, Device = 0x10, Attributes = 0x40, AttributeExtents = 0x80, AttributeRoot = 0x100;
    private const int FormatBytes = 56, PackedFormatBytes = 52; // as 64- and some 32-bit machines wrote it

    /// <summary>Whether the data fork is among what was logged.</summary>
    public bool HasData => (Fields & (Data | DataExtents | DataRoot | Device)) != 0;

    /// <summary>Whether the attribute fork is.</summary>
    public bool HasAttributes => (Fields & (Attributes | AttributeExtents | AttributeRoot)) != 0;

    /// <summary>Null for an item that makes no sense.</summary>
    public static LoggedForks? Parse(LogItem item, SuperBlock super)
    {
        byte[] format = item.Regions[0];
        if (format.Length < PackedFormatBytes || item.Regions.Count < 2 || item.Regions[1].Length < (super.HasChecksums ? 176 : 96))
            return null;
        int shift = format.Length < FormatBytes ? -4 : 0;
        return new LoggedForks(BinaryPrimitives.ReadUInt64LittleEndian(format.AsSpan(16 + shift)), BinaryPrimitives.ReadUInt32LittleEndian(format.AsSpan(4)),
            BinaryPrimitives.ReadInt64LittleEndian(format.AsSpan(40 + shift)), BinaryPrimitives.ReadInt32LittleEndian(format.AsSpan(48 + shift)),
            BinaryPrimitives.ReadInt32LittleEndian(format.AsSpan(52 + shift)));
    }

    /// <summary>Puts the forks behind the fields, which are there already. False where they do not fit.</summary>
    public bool Put(LogItem item, byte[] bytes, SuperBlock super)
    {
        var inode = new Inode(0, 0, bytes, super.InodeCoreBytes);
        int core = super.InodeCoreBytes, attributes = core + inode.DataFork.Length;
        Span<byte> data = bytes.AsSpan(core, inode.DataFork.Length), other = bytes.AsSpan(attributes, inode.AttributeFork.Length);
        int shift = item.Regions[0].Length < FormatBytes ? -4 : 0;
        if ((Fields & Device) != 0 && data.Length >= 4)
            BinaryPrimitives.WriteUInt32BigEndian(data, BinaryPrimitives.ReadUInt32LittleEndian(item.Regions[0].AsSpan(24 + shift, 4)));
        int region = 2;
        bool isWhole = true;
        if ((Fields & (Data | DataExtents | DataRoot)) != 0)
            isWhole = Put(item, region++, data, (Fields & DataRoot) != 0, super);
        if (HasAttributes)
            isWhole &= Put(item, region, other, (Fields & AttributeRoot) != 0, super);
        return isWhole;
    }

    private static bool Put(LogItem item, int region, Span<byte> fork, bool isRoot, SuperBlock super)
    {
        if (region >= item.Regions.Count)
            return false;
        ReadOnlySpan<byte> bytes = item.Regions[region];
        if (isRoot)
            return PutRoot(bytes, fork, super);
        if (bytes.Length > fork.Length)
            return false;
        bytes.CopyTo(fork);
        return true;
    }

    // The root of a tree of extents is logged as a block of it would be, and stands in an inode with a short header (xfs_bmbt_to_bmdr).
    private static bool PutRoot(ReadOnlySpan<byte> block, Span<byte> fork, SuperBlock super)
    {
        int header = super.HasChecksums ? XfsLayout.NewMapBlockHeaderBytes : XfsLayout.MapBlockHeaderBytes;
        if (block.Length < header || fork.Length < 4)
            return false;
        int count = block.U16(6), from = (block.Length - header) / 16, room = (fork.Length - 4) / 16;
        if (count > from || count > room)
            return false;
        block.Slice(4, 4).CopyTo(fork); // level and count
        block.Slice(header, count * 8).CopyTo(fork[4..]);
        block.Slice(header + (from * 8), count * 8).CopyTo(fork[(4 + (room * 8))..]);
        return true;
    }
}
