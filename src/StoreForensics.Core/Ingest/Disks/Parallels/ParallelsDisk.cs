using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Parallels;

/// <summary>
/// The medium of a Parallels disk (<c>.hds</c>, <c>.hdd</c>) of either version, little-endian (qemu docs/interop/parallels.txt): a table of clusters, each
/// stored or never written. That it stands on another one (a snapshot) is in no header of it but in DiskDescriptor.xml beside it, which is not read.
/// </summary>
internal sealed class ParallelsDisk : BlockwiseDisk
{
    private const int HeaderBytes = 64, SectorBytes = 512;
    private const uint InUse = 0x746F6E59;

    /// <summary>At the beginning of files with offsets in sectors, and with offsets in clusters.</summary>
    internal const string Old = "WithoutFreeSpace", Extended = "WithouFreSpacExt";

    private readonly IBlockSource _file;
    private readonly PagedBlocks _table;
    private readonly uint _entries;
    private readonly long _unit;

    private ParallelsDisk(DiskFile file, long size, long clusterBytes, uint entries, long unit, ChunkCache cache)
        : base(file.Shown, size, clusterBytes)
    {
        (_file, _entries, _unit) = (file.Blocks, entries, unit);
        _table = new PagedBlocks(file.Blocks, cache);
    }

    /// <exception cref="EvidenceFormatException">The header cannot be.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        byte[] header = file.Blocks.ReadUpTo(0, HeaderBytes);
        if (header.Length < HeaderBytes || U32(header, 16) != 2)
            throw new EvidenceFormatException(DiskProblems.BadHeader, "no header of version 2", 16);
        bool isExtended = header.AsSpan().StartsWith("WithouFreSpacExt"u8);
        uint sectors = U32(header, 28), entries = U32(header, 32);
        if (sectors is 0 or > int.MaxValue / SectorBytes)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"clusters of {sectors} sectors cannot be", 28);
        ulong count = isExtended ? BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(36)) : U32(header, 36);
        if (count > long.MaxValue / SectorBytes)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a disk of {count} sectors cannot be", 36);
        ulong wanted = count == 0 ? 0 : ((count - 1) / sectors) + 1;
        if (entries < wanted)
            opening.Damage(DiskProblems.BadHeader, file, $"a table of {entries} clusters where the disk needs {wanted}", 32);
        if (U32(header, 44) == InUse)
            opening.Note(DiskProblems.NotClean, file, "marked as in use: the machine was running or was not shut down cleanly", 44);
        long clusterBytes = (long)sectors * SectorBytes;
        var disk = new ParallelsDisk(file, (long)count * SectorBytes, clusterBytes, entries, isExtended ? clusterBytes : SectorBytes, opening.Cache);
        // Of a snapshot alone what it does not hold itself would be zeros here, and nothing in it says that it is one.
        return new MediumFacts(disk, "parallels", new DiskDetails { Variant = "whether it is a snapshot of another is not in it" });
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        uint place = Lookup(block);
        if (place == 0)
            target.Clear();
        else
            _file.ReadAt((place * _unit) + start, target);
    }

    protected override (bool IsHole, long Bytes) Stretch(long block, long start) => (Lookup(block) == 0, BlockBytes - start);

    private uint Lookup(long block)
    {
        if (block >= _entries)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"cluster {block} is beyond the {_entries} entries of the table");
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        _table.ReadAt(HeaderBytes + (block * sizeof(uint)), bytes);
        return U32(bytes, 0);
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
