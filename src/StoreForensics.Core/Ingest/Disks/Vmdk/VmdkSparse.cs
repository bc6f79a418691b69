using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vmdk;

/// <summary>A sparse extent: grains reached over a directory and tables, plain or compressed; over the parent's part where it has one.</summary>
internal sealed class VmdkSparse : BlockwiseDisk, IChunkMaker
{
    private readonly IBlockSource _file;
    private readonly PagedBlocks _tables;
    private readonly ChunkCache _cache;
    private readonly VmdkSparseHeader _header;
    private readonly IBlockSource? _parent;
    private readonly long _parentOffset;

    /// <param name="file">The extent's file.</param>
    /// <param name="header">With the directory's real place; see <see cref="ReadHeader"/>.</param>
    /// <param name="cache">For tables and compressed grains.</param>
    /// <param name="parent">The parent's whole medium; null for none.</param>
    /// <param name="parentOffset">Where this extent begins in it.</param>
    public VmdkSparse(DiskFile file, VmdkSparseHeader header, ChunkCache cache, IBlockSource? parent, long parentOffset)
        : base(file.Shown, header.CapacitySectors * VmdkLayout.SectorBytes, (long)header.GrainSectors * VmdkLayout.SectorBytes)
    {
        (_file, _header, _cache, _parent, _parentOffset) = (file.Blocks, header, cache, parent, parentOffset);
        _tables = new PagedBlocks(file.Blocks, cache);
    }

    /// <summary>Reads the header, and the footer where the directory's place stands there; says what is wrong with them.</summary>
    public static VmdkSparseHeader ReadHeader(DiskOpening opening, DiskFile file)
    {
        VmdkSparseHeader header = VmdkSparseHeader.Parse(file.Blocks.ReadUpTo(0, VmdkLayout.SectorBytes));
        if (header.Directory == VmdkLayout.DirectoryAtEnd)
        {
            // Footer marker, footer, end-of-stream marker: a sector each, and the file's last.
            VmdkSparseHeader footer =
                VmdkSparseHeader.Parse(file.Blocks.ReadUpTo(Math.Max(0, file.Blocks.Length - 2 * VmdkLayout.SectorBytes), VmdkLayout.SectorBytes));
            if (footer.Directory == VmdkLayout.DirectoryAtEnd)
                throw new EvidenceFormatException(DiskProblems.BadHeader, "neither the header nor the footer says where the grain directory is",
                    VmdkLayout.DirectoryAt);
            header = footer with { DescriptorSector = header.DescriptorSector, DescriptorSectors = header.DescriptorSectors };
        }
        if (!header.HasWholeNewlines)
            opening.Warn(DiskProblems.BadHeader, file, "line ends in the header were changed, as by a transfer as text: the data is likely damaged",
                VmdkLayout.NewlinesAt);
        if (header.IsUnclean)
            opening.Note(DiskProblems.NotClean, file, "marked as in use: the machine was running or was not shut down cleanly", VmdkLayout.UncleanAt);
        return WithDirectory(opening, file, header);
    }

    void IChunkMaker.Make(long chunk, Span<byte> target)
    {
        long offset = chunk * VmdkLayout.SectorBytes;
        Span<byte> marker = stackalloc byte[VmdkLayout.GrainMarkerBytes];
        _file.ReadAt(offset, marker);
        uint packed = BinaryPrimitives.ReadUInt32LittleEndian(marker[8..]);
        // Data that compression makes longer is still little longer than a grain.
        if (packed == 0 || packed > target.Length + target.Length / 8 + 1024)
            throw new EvidenceFormatException(DiskProblems.BadData, $"a compressed grain of {packed} bytes", offset);
        Inflater.Unpack(Packing.Zlib, _file, offset + VmdkLayout.GrainMarkerBytes, (int)packed, target, allowLonger: true);
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        uint sector = Lookup(block);
        if (sector == 0 || (sector == 1 && _header.HasZeroedGrains))
        {
            if (sector == 0 && _parent is not null)
                _parent.ReadOrZero(_parentOffset + block * BlockBytes + start, target);
            else
                target.Clear();
        }
        else if (_header.IsCompressed)
        {
            // The last grain may hold no more than the medium does.
            int length = (int)Math.Min(BlockBytes, Length - block * BlockBytes);
            CheckMarker(sector, block);
            _cache.Read(this, sector, length, (int)start, target);
        }
        else
        {
            _file.ReadAt((long)sector * VmdkLayout.SectorBytes + start, target);
        }
    }

    protected override (bool IsHole, long Bytes) Stretch(long block, long start)
    {
        uint sector = Lookup(block, out bool hasTable);
        long bytes = hasTable ? BlockBytes - start : ((_header.EntriesPerTable - (block % _header.EntriesPerTable)) * BlockBytes) - start;
        return sector == 0 ? StretchOf(_parent, _parentOffset + (block * BlockBytes) + start, bytes) : (sector == 1 && _header.HasZeroedGrains, bytes);
    }

    // A grain says which one it is: a table that was damaged cannot pass another grain off.
    private void CheckMarker(uint sector, long block)
    {
        Span<byte> marker = stackalloc byte[8];
        long offset = (long)sector * VmdkLayout.SectorBytes;
        _tables.ReadAt(offset, marker);
        ulong own = BinaryPrimitives.ReadUInt64LittleEndian(marker);
        if (own != (ulong)block * (ulong)_header.GrainSectors)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"the grain there says that it is of sector {own}, not {block * _header.GrainSectors}",
                offset);
    }

    private uint Lookup(long block) => Lookup(block, out _);

    private uint Lookup(long block, out bool hasTable)
    {
        Span<byte> bytes = stackalloc byte[4];
        _tables.ReadAt((long)_header.Directory * VmdkLayout.SectorBytes + block / _header.EntriesPerTable * 4, bytes);
        uint table = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        hasTable = table != 0;
        if (!hasTable)
            return 0;
        _tables.ReadAt((long)table * VmdkLayout.SectorBytes + block % _header.EntriesPerTable * 4, bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private static VmdkSparseHeader WithDirectory(DiskOpening opening, DiskFile file, VmdkSparseHeader header)
    {
        if (Fits(file, header, header.Directory))
            return header;
        if (Fits(file, header, header.RedundantDirectory))
        {
            opening.Warn(DiskProblems.BadHeader, file, $"no grain directory at sector {header.Directory}: the redundant one is used", VmdkLayout.DirectoryAt);
            return header with { Directory = header.RedundantDirectory };
        }
        if (header.Directory > (ulong)(file.Blocks.Length / VmdkLayout.SectorBytes))
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a grain directory at sector {header.Directory}, beyond the file's end",
                VmdkLayout.DirectoryAt);
        opening.Damage(DiskProblems.BadHeader, file, $"the grain directory at sector {header.Directory} does not hold the whole disk", VmdkLayout.DirectoryAt);
        return header;
    }

    private static bool Fits(DiskFile file, VmdkSparseHeader header, ulong directory)
    {
        long perTable = (long)header.GrainSectors * header.EntriesPerTable;
        long tables = header.CapacitySectors / perTable + (header.CapacitySectors % perTable == 0 ? 0 : 1);
        return directory != 0 && directory <= (ulong)(file.Blocks.Length / VmdkLayout.SectorBytes)
            && tables <= (file.Blocks.Length - (long)directory * VmdkLayout.SectorBytes) / 4;
    }
}
