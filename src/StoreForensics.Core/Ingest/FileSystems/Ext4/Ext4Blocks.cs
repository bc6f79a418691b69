using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Ext4.FastCommits;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Blocks, group descriptors and inodes of one file system, by number. Thread-safe.</summary>
internal sealed class Ext4Blocks(IBlockSource blocks, SuperBlock super, ProblemLog problems, Origin origin)
{
    private readonly BlockPieces _pieces = new(blocks);
    private readonly GroupDescriptors _descriptors = new(blocks, super, problems, origin);
    private readonly Lock _lock = new();
    private readonly Dictionary<long, long> _tables = [];

    public SuperBlock Super => super;

    public ProblemLog Problems => problems;

    public Origin Origin => origin;

    public IBlockSource Blocks => blocks;

    /// <summary>What fast commits changed; null: nothing.</summary>
    public ReplayedFastCommits? FastCommits { get; init; }

    /// <summary>Fills the span from a block on.</summary>
    /// <exception cref="EvidenceFormatException">The block lies outside of the file system, or cannot be read.</exception>
    public void ReadBlock(long block, Span<byte> target)
    {
        if (block <= 0 && super.FirstDataBlock > 0 || block < 0 || block >= super.BlockCount || target.Length > super.BlockBytes)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"block {block} lies outside of a file system of {super.BlockCount} blocks");
        blocks.ReadAt(block * super.BlockBytes, target);
    }

    /// <exception cref="EvidenceFormatException">There is no such inode, or its table cannot be read.</exception>
    public Inode ReadInode(uint number)
    {
        long offset = PlaceOf(number);
        if (FastCommits?.InodeOf(number) is { } changed)
            return new Inode(number, changed);
        var inode = new Inode(number, ReadCached(offset, super.InodeBytes));
        if (super.Has(ReadOnlyCompatible.MetadataChecksums) && !IsChecksumRight(inode))
            problems.Warn(Ext4Problems.Checksum, origin with { Offset = offset }, $"the checksum of inode {number} is wrong: it was altered or torn");
        return inode;
    }

    /// <summary>The same, whatever its checksum says: for who looks at most of them, again and again.</summary>
    /// <exception cref="EvidenceFormatException">There is no such inode, or its table cannot be read.</exception>
    public Inode ReadInodeAsIs(uint number) => new(number, FastCommits?.InodeOf(number) ?? ReadCached(PlaceOf(number), super.InodeBytes));

    /// <summary>Where an inode stands, for problems that are one of it; the volume where that cannot be told.</summary>
    public Origin At(uint number)
    {
        try
        {
            return origin with { Offset = PlaceOf(number) };
        }
        catch (EvidenceFormatException)
        {
            return origin;
        }
    }

    private long PlaceOf(uint number)
    {
        if (number == 0 || number > super.InodeCount)
            throw Ext4Problems.Bad(Ext4Problems.Inode, $"inode {number} does not exist: there are {super.InodeCount}");
        long group = (number - 1) / super.InodesPerGroup, index = (number - 1) % super.InodesPerGroup;
        return (TableOf(group) * super.BlockBytes) + (index * super.InodeBytes);
    }

    /// <summary>Seeds the checksums of what belongs to an inode.</summary>
    public uint SeedOf(in Inode inode) => Crc32C.Append(Crc32C.Append(super.ChecksumSeed, inode.Number), inode.Generation);

    private bool IsChecksumRight(in Inode inode)
    {
        ReadOnlySpan<byte> b = inode.Bytes;
        if (!b.ContainsAnyExcept((byte)0))
            return true; // never used
        bool hasHigh = b.Length > 0x84 && inode.ExtraBytes >= 4;
        Span<byte> zeros = stackalloc byte[2];
        zeros.Clear();
        uint crc = Crc32C.Append(SeedOf(inode), b[..0x7C]);
        crc = Crc32C.Append(Crc32C.Append(crc, zeros), b[0x7E..Math.Min(b.Length, 0x80)]);
        if (b.Length > 0x80)
        {
            crc = Crc32C.Append(crc, b[0x80..0x82]);
            crc = hasHigh ? Crc32C.Append(Crc32C.Append(crc, zeros), b[0x84..]) : Crc32C.Append(crc, b[0x82..]);
        }
        uint recorded = BinaryPrimitives.ReadUInt16LittleEndian(b[0x7C..]) | (hasHigh ? (uint)BinaryPrimitives.ReadUInt16LittleEndian(b[0x82..]) << 16 : 0);
        return hasHigh ? recorded == crc : recorded == (crc & 0xFFFF);
    }

    /// <summary>The descriptor of a group, or a copy of it where it is damaged, and where that stands on the volume.</summary>
    /// <exception cref="EvidenceFormatException">It cannot be read.</exception>
    public (ReadOnlyMemory<byte> Bytes, long Offset) Descriptor(long group) => _descriptors.Of(group);

    /// <summary>The first block of a group's table of inodes.</summary>
    /// <exception cref="EvidenceFormatException">It lies outside, or cannot be read.</exception>
    public long TableOf(long group)
    {
        lock (_lock)
        {
            if (_tables.TryGetValue(group, out long known))
                return known;
        }
        (ReadOnlyMemory<byte> bytes, long offset) = Descriptor(group);
        long table = GroupDescriptor.Table(bytes.Span);
        if (table <= 0 || table >= super.BlockCount)
            throw Ext4Problems.Bad(Ext4Problems.Inode, $"the inodes of group {group} should begin at block {table}, outside of the file system", offset);
        lock (_lock)
            _tables[group] = table;
        return table;
    }

    private ReadOnlyMemory<byte> ReadCached(long offset, int length) => offset < blocks.Length
        ? _pieces.Read(offset, length)
        : throw Ext4Problems.Bad(Ext4Problems.Inode, $"byte {offset} lies outside of a volume of {blocks.Length} bytes", offset);
}
