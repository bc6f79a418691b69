using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vdi;

/// <summary>The medium of a VirtualBox disk, dynamic or fixed: a map of blocks, each stored, all zeros or never written.</summary>
internal sealed class VdiDisk : BlockwiseDisk
{
    // Never written, and zeros (VDICore.h, VDI_IMAGE_BLOCK_FREE and VDI_IMAGE_BLOCK_ZERO).
    private const uint Free = uint.MaxValue, Zero = uint.MaxValue - 1;

    private readonly IBlockSource _file;
    private readonly PagedBlocks _map;
    private readonly VdiHeader _header;

    private VdiDisk(DiskFile file, VdiHeader header, ChunkCache cache)
        : base(file.Shown, header.Size, header.BlockBytes)
    {
        (_file, _header) = (file.Blocks, header);
        _map = new PagedBlocks(file.Blocks, cache);
    }

    /// <exception cref="EvidenceFormatException">The header cannot be.</exception>
    /// <exception cref="EvidenceOpenException">It is made on another disk.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        VdiHeader header = VdiHeader.Parse(file.Blocks.ReadUpTo(0, VdiHeader.Bytes));
        // It knows the disk below by an identifier alone, never by a name.
        if (header.Kind == VdiHeader.Differencing || header.ParentId != Guid.Empty)
            throw new EvidenceOpenException($"{file.Shown}: a VDI made on the disk {header.ParentId} (a snapshot), which is not read\nclone it with its parents into one image");
        long wanted = (header.Size + header.BlockBytes - 1) / header.BlockBytes;
        if (header.Blocks < wanted)
            opening.Damage(DiskProblems.BadHeader, file, $"a map of {header.Blocks} blocks where the disk needs {wanted}", VdiHeader.MapAt);
        else if (header.MapOffset + (wanted * sizeof(uint)) > file.Blocks.Length)
            opening.Damage(DiskProblems.BadHeader, file, $"a map at byte {header.MapOffset}, beyond the file's end", VdiHeader.MapAt);
        string variant = header.Kind == VdiHeader.Fixed ? "fixed" : header.Kind == VdiHeader.Dynamic ? "dynamic" : $"kind {header.Kind}";
        return new MediumFacts(new VdiDisk(file, header, opening.Cache), "vdi", new DiskDetails { Variant = variant }) { ContentId = header.Id.ToString() };
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        uint place = Lookup(block);
        if (place is Free or Zero)
            target.Clear();
        else
            _file.ReadAt(_header.DataOffset + ((long)place * ((long)_header.BlockBytes + _header.ExtraBytes)) + _header.ExtraBytes + start, target);
    }

    protected override (bool IsHole, long Bytes) Stretch(long block, long start) => (Lookup(block) is Free or Zero, BlockBytes - start);

    private uint Lookup(long block)
    {
        if (block >= _header.Blocks)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"block {block} is beyond the {_header.Blocks} entries of the map");
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        _map.ReadAt(_header.MapOffset + (block * sizeof(uint)), bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
