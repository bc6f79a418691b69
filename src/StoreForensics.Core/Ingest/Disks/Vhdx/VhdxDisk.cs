using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>The medium of a VHDX, fixed, dynamic, or differencing over its parent, as it is once the log is applied.</summary>
internal sealed class VhdxDisk : BlockwiseDisk
{
    private readonly IBlockSource _file;
    private readonly PagedBlocks _tables;
    private readonly VhdxRegion _table;
    private readonly VhdxMetadata _metadata;
    private readonly IBlockSource? _parent;

    private VhdxDisk(string name, IBlockSource file, VhdxRegion table, VhdxMetadata metadata, ChunkCache cache, IBlockSource? parent)
        : base(name, metadata.Size, metadata.BlockBytes)
    {
        (_file, _table, _metadata, _parent) = (file, table, metadata, parent);
        _tables = new PagedBlocks(file, cache);
    }

    /// <exception cref="EvidenceFormatException">Headers, regions or metadata cannot be.</exception>
    /// <exception cref="EvidenceOpenException">The parent is missing.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        VhdxHeader header = ReadHeader(opening, file);
        IBlockSource replayed = VhdxReplay.Apply(opening, file, header);
        VhdxRegions regions = ReadRegions(opening, file, replayed);
        VhdxMetadata metadata = VhdxMetadata.Read(replayed, regions.Metadata);
        CheckTable(opening, file, replayed, regions.BlockTable, metadata);
        IBlockSource? parent = metadata.HasParent ? OpenParent(opening, file, metadata) : null;
        return new MediumFacts(new VhdxDisk(file.Shown, replayed, regions.BlockTable, metadata, opening.Cache, parent), "vhdx", new DiskDetails
        {
            Variant = parent is null ? null : "differencing",
            SectorBytes = metadata.SectorBytes,
        })
        { ContentId = header.DataWrite.ToString() };
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        ulong entry = Entry(block + block / _metadata.ChunkRatio);
        long offset = (long)(entry & VhdxLayout.OffsetMask & long.MaxValue), medium = block * BlockBytes + start;
        switch ((int)(entry & VhdxLayout.StateMask))
        {
            case VhdxLayout.FullyPresent:
                _file.ReadAt(Placed(offset, block) + start, target);
                break;
            case VhdxLayout.PartiallyPresent when _parent is not null:
                ReadMixed(block, Placed(offset, block) + start, medium, target);
                break;
            case VhdxLayout.NotPresent when _parent is not null:
                _parent.ReadOrZero(medium, target);
                break;
            case VhdxLayout.NotPresent or VhdxLayout.Undefined or VhdxLayout.Zero or VhdxLayout.Unmapped:
                target.Clear();
                break;
            case int state:
                throw new EvidenceFormatException(DiskProblems.BadMapping, $"block {block} has the state {state}");
        }
    }

    // Of a block in part in the parent, which sectors are a hole is not asked.
    protected override (bool IsHole, long Bytes) Stretch(long block, long start) =>
        (int)(Entry(block + block / _metadata.ChunkRatio) & VhdxLayout.StateMask) switch
        {
            VhdxLayout.NotPresent => StretchOf(_parent, (block * BlockBytes) + start, BlockBytes - start),
            VhdxLayout.Undefined or VhdxLayout.Zero or VhdxLayout.Unmapped => (true, BlockBytes - start),
            _ => (false, BlockBytes - start),
        };

    // Headers and tables take up the first megabyte.
    private static long Placed(long offset, long block) => offset >= VhdxLayout.Megabyte ? offset
        : throw new EvidenceFormatException(DiskProblems.BadMapping, $"block {block} lies at byte {offset}", offset);

    // Runs of sectors that are in this disk (bit 1) or in the parent (bit 0), the lowest bit of a byte first.
    private void ReadMixed(long block, long at, long medium, Span<byte> target)
    {
        ulong entry = Entry((block / _metadata.ChunkRatio + 1) * (_metadata.ChunkRatio + 1) - 1);
        long bitmap = (long)(entry & VhdxLayout.OffsetMask & long.MaxValue);
        if ((entry & VhdxLayout.StateMask) != VhdxLayout.FullyPresent || bitmap < VhdxLayout.Megabyte)
            throw new EvidenceFormatException(DiskProblems.BadMapping,
                $"block {block} is in part in the parent, and there is no sector bitmap that says which");
        while (!target.IsEmpty)
        {
            long sector = medium / _metadata.SectorBytes;
            bool isOwn = IsOwn(bitmap, sector);
            long next = sector + 1, end = (medium + target.Length - 1) / _metadata.SectorBytes + 1;
            while (next < end && IsOwn(bitmap, next) == isOwn)
                next++;
            Span<byte> part = target[..(int)Math.Min(target.Length, next * _metadata.SectorBytes - medium)];
            if (isOwn)
                _file.ReadAt(at, part);
            else
                _parent!.ReadOrZero(medium, part);
            target = target[part.Length..];
            at += part.Length;
            medium += part.Length;
        }
    }

    private bool IsOwn(long bitmap, long sector)
    {
        Span<byte> bits = stackalloc byte[1];
        long within = sector % VhdxLayout.SectorsPerBitmap;
        _tables.ReadAt(bitmap + within / 8, bits);
        return (bits[0] >> (int)(within % 8) & 1) != 0;
    }

    private ulong Entry(long index)
    {
        if (index >= _table.Length / 8)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"entry {index} is beyond the block allocation table of {_table.Length} bytes");
        Span<byte> bytes = stackalloc byte[8];
        _tables.ReadAt(_table.Offset + index * 8, bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private static VhdxHeader ReadHeader(DiskOpening opening, DiskFile file)
    {
        VhdxHeader?[] headers = [.. VhdxLayout.Headers.Select(at => VhdxHeader.Parse(file.Blocks.ReadUpTo(at, VhdxLayout.HeaderBytes)))];
        VhdxHeader? current = headers.Where(h => h is not null).MaxBy(h => h!.Value.Sequence);
        if (current is not { } header)
            throw new EvidenceFormatException(DiskProblems.BadHeader, "neither of the two headers is whole", VhdxLayout.Headers[0]);
        if (header.Version != 1)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a VHDX of version {header.Version}", VhdxLayout.Headers[0]);
        // One of the two is damaged by any crash while it is written: that is what the other is for.
        int damaged = Array.IndexOf(headers, null);
        if (damaged >= 0)
            opening.Note(DiskProblems.BadChecksum, file, "one of the two headers is not whole: the other is used", VhdxLayout.Headers[damaged]);
        return header;
    }

    private static VhdxRegions ReadRegions(DiskOpening opening, DiskFile file, IBlockSource replayed)
    {
        VhdxRegions? first = VhdxRegions.Parse(replayed.ReadUpTo(VhdxLayout.RegionTables[0], VhdxLayout.RegionTableBytes));
        if (first is { } regions)
            return regions;
        if (VhdxRegions.Parse(replayed.ReadUpTo(VhdxLayout.RegionTables[1], VhdxLayout.RegionTableBytes)) is not { } second)
            throw new EvidenceFormatException(DiskProblems.BadHeader, "neither of the two region tables is whole", VhdxLayout.RegionTables[0]);
        opening.Warn(DiskProblems.BadChecksum, file, "the first region table is not whole: the second is used", VhdxLayout.RegionTables[0]);
        return second;
    }

    private static void CheckTable(DiskOpening opening, DiskFile file, IBlockSource replayed, VhdxRegion table, VhdxMetadata metadata)
    {
        long blocks = metadata.Size / metadata.BlockBytes + (metadata.Size % metadata.BlockBytes == 0 ? 0 : 1);
        long wanted = blocks == 0 ? 0 : blocks + (blocks - 1) / metadata.ChunkRatio;
        if (wanted > table.Length / 8 || table.Offset > replayed.Length || wanted > (replayed.Length - table.Offset) / 8)
            opening.Damage(DiskProblems.BadHeader, file,
                $"a block allocation table of {table.Length} bytes at byte {table.Offset}, which does not hold the {wanted} entries that the disk needs",
                table.Offset);
    }

    private static IBlockSource OpenParent(DiskOpening opening, DiskFile file, VhdxMetadata metadata)
    {
        string[] names = [.. ((string[])["relative_path", "volume_path", "absolute_win32_path"])
            .Select(key => metadata.Parent.GetValueOrDefault(key)).OfType<string>().Where(n => n.Length > 0)];
        if (names.Length == 0)
            throw new EvidenceOpenException($"{file.Shown}: a differencing disk on a parent that it does not name");
        string name = names.FirstOrDefault(opening.Files.Exists) ?? names[0];
        MediumFacts parent = DiskOpener.OpenParent(opening, name, "the parent disk", null);
        string?[] linkages = [metadata.Parent.GetValueOrDefault("parent_linkage"), metadata.Parent.GetValueOrDefault("parent_linkage2")];
        if (!linkages.Any(l => Guid.TryParse(l, out Guid id) && id.ToString() == parent.ContentId))
            opening.Warn(DiskProblems.OtherParent, file,
                $"made on the disk {DisplayText.Escape(linkages[0] ?? "?")}, and the parent found is {parent.ContentId ?? "no VHDX"}: it was written to since, or is another");
        return parent.Medium;
    }
}
