using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>The medium of an EWF image: chunks of a fixed number of sectors, each compressed or with a checksum of its own.</summary>
internal sealed class EwfDisk : BlockwiseDisk, IChunkMaker
{
    private readonly EwfTable[] _tables;
    private readonly long[] _firsts;
    private readonly ChunkCache _cache;

    private EwfDisk(string name, EwfVolume volume, EwfReader reader, ChunkCache cache)
        : base(name, volume.MediumBytes, volume.ChunkBytes)
    {
        _tables = [.. reader.Tables.Where(t => t.Count > 0)];
        _firsts = [.. _tables.Select(t => t.FirstChunk)];
        _cache = cache;
    }

    /// <exception cref="EvidenceFormatException">Nothing says how large the medium is.</exception>
    /// <exception cref="EvidenceOpenException">It is EWF2, or not the first segment.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        byte[] head = file.Blocks.ReadUpTo(0, EwfLayout.FileHeaderBytes);
        if (head.AsSpan().StartsWith("EVF2\r\n"u8))
            throw new EvidenceOpenException($"{file.Shown}: an Ex01 image (EWF version 2), which is not read: export it as E01 or raw");
        if (head.AsSpan().StartsWith("LVF\x09"u8))
            throw new EvidenceOpenException($"{file.Shown}: a logical evidence file (L01), which holds files and no disk");
        if (head.Length >= EwfLayout.FileHeaderBytes && BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(EwfLayout.SegmentNumberAt)) is not 1 and var number)
            throw new EvidenceOpenException($"{file.Shown}: segment {number} of an EWF image: open the first, which finds the others");
        EwfReader reader = EwfSegments.Read(opening, file);
        EwfVolume volume = reader.Volume!.Value;
        var disk = new EwfDisk(file.Shown, volume, reader, opening.Cache);
        disk.CheckCount(opening, file, volume);
        return new MediumFacts(disk, volume.IsSmart ? "S01" : "E01", new DiskDetails
        {
            SectorBytes = volume.SectorBytes,
            Case = reader.Case,
            StoredMd5 = reader.Md5,
            StoredSha1 = reader.Sha1,
            ErrorSectors = reader.ErrorSectors,
        });
    }

    void IChunkMaker.Make(long chunk, Span<byte> target)
    {
        int index = Array.BinarySearch(_firsts, chunk);
        index = index < 0 ? ~index - 1 : index;
        if (index < 0 || chunk - _firsts[index] >= _tables[index].Count)
            throw new EvidenceFormatException(DiskProblems.MissingPart, $"chunk {chunk} is in no table that was read");
        EwfTable table = _tables[index];
        EwfChunk place = table.Chunk((int)(chunk - _firsts[index]));
        if (place.IsCompressed)
            Inflater.Unpack(Packing.Zlib, table.File, place.Offset, (int)Math.Min(place.Bytes, Most(target.Length)), target, allowLonger: true);
        else
            ReadPlain(table.File, place, target);
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        int length = (int)Math.Min(BlockBytes, Length - block * BlockBytes);
        _cache.Read(this, block, length, (int)start, target);
    }

    // The last chunk of a table reaches to the section's end, beyond which padding may lie; what compression makes longer is little longer.
    private static long Most(int length) => length + length / 8 + 1024L + EwfLayout.MaxChunkBytes / 8;

    private static void ReadPlain(IBlockSource file, EwfChunk place, Span<byte> target)
    {
        // The last chunk of the medium may be written whole.
        if (place.Bytes < target.Length + 4)
            throw new EvidenceFormatException(DiskProblems.BadData, $"a chunk of {place.Bytes} bytes instead of {target.Length} and a checksum of 4",
                place.Offset);
        file.ReadAt(place.Offset, target);
        Span<byte> checksum = stackalloc byte[4];
        file.ReadAt(place.Offset + target.Length, checksum);
        if (Adler32.Of(target) != BinaryPrimitives.ReadUInt32LittleEndian(checksum))
            throw new EvidenceFormatException(DiskProblems.BadData, "the checksum of a chunk does not match", place.Offset);
    }

    private void CheckCount(DiskOpening opening, DiskFile file, EwfVolume volume)
    {
        long wanted = volume.Sectors / volume.SectorsPerChunk + (volume.Sectors % volume.SectorsPerChunk == 0 ? 0 : 1);
        long found = _tables.Sum(t => (long)t.Count);
        if (found != wanted)
            opening.Add(DiskProblems.BadMapping, found < wanted ? ProblemSeverity.Damage : ProblemSeverity.Warning, file,
                $"tables list {found} chunks where the medium has {wanted}");
    }
}
