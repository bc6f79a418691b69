using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Qcow2;

/// <summary>A qcow2 disk's medium, over its backing file where it has one. The active state only, not internal snapshots.</summary>
internal sealed class Qcow2Disk : BlockwiseDisk, IChunkMaker
{
    private const ulong Known = Qcow2Layout.Dirty | Qcow2Layout.Corrupt | Qcow2Layout.ExternalData | Qcow2Layout.CompressionType | Qcow2Layout.ExtendedL2;

    private readonly IBlockSource _file;
    private readonly IBlockSource _data;
    private readonly IBlockSource? _backing;
    private readonly PagedBlocks _tables;
    private readonly ChunkCache _cache;
    private readonly Qcow2Header _header;

    private Qcow2Disk(DiskFile file, Qcow2Header header, IBlockSource data, IBlockSource? backing, ChunkCache cache)
        : base(file.Shown, header.Size, header.ClusterBytes)
    {
        (_file, _header, _data, _backing, _cache) = (file.Blocks, header, data, backing, cache);
        _tables = new PagedBlocks(file.Blocks, cache);
    }

    /// <exception cref="EvidenceFormatException">The header cannot be.</exception>
    /// <exception cref="EvidenceOpenException">A feature that is not read, or the backing or data file is missing.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        Qcow2Header header = Qcow2Header.Parse(file.Blocks.ReadUpTo(0, Qcow2Layout.MaxHeaderBytes));
        Refuse(file, header);
        Remark(opening, file, header);
        IBlockSource data = header.HasExternalData ? OpenData(opening, file, header) : file.Blocks;
        IBlockSource? backing = header.BackingName is { } name ? OpenBacking(opening, file, name, header.BackingFormat) : null;
        var disk = new Qcow2Disk(file, header, data, backing, opening.Cache);
        return new MediumFacts(disk, "qcow2", new DiskDetails { Variant = $"version {header.Version}" });
    }

    void IChunkMaker.Make(long chunk, Span<byte> target)
    {
        var entry = new Qcow2Entry((ulong)chunk, null);
        long offset = entry.CompressedOffset(_header.ClusterBits);
        _file.CheckRange(offset, 0);
        // The last sector of the file may be cut: the descriptor counts whole ones.
        int packed = (int)Math.Min(entry.CompressedBytes(_header.ClusterBits), _file.Length - offset);
        Inflater.Unpack(_header.IsZstd ? Packing.Zstd : Packing.Deflate, _file, offset, packed, target);
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        Qcow2Entry? entry = Lookup(block);
        int at = (int)start;
        while (!target.IsEmpty)
        {
            (Qcow2Place place, int count) = entry?.At(at, _header.ClusterBytes, _header.Version, _header.HasExternalData)
                ?? (Qcow2Place.Backing, target.Length);
            Span<byte> part = target[..Math.Min(count, target.Length)];
            Read(place, entry ?? default, block, at, part);
            target = target[part.Length..];
            at += part.Length;
        }
    }

    private void Read(Qcow2Place place, Qcow2Entry entry, long block, int at, Span<byte> target)
    {
        switch (place)
        {
            case Qcow2Place.Compressed:
                _cache.Read(this, (long)(entry.Value & (Qcow2Layout.Compressed - 1)), _header.ClusterBytes, at, target);
                break;
            case Qcow2Place.Data:
                if (entry.Offset % _header.ClusterBytes != 0)
                    throw new EvidenceFormatException(DiskProblems.BadMapping, $"cluster {block} lies at byte {entry.Offset}, where no cluster begins",
                        entry.Offset);
                _data.ReadAt(entry.Offset + at, target);
                break;
            case Qcow2Place.Backing when _backing is not null:
                _backing.ReadOrZero(block * BlockBytes + at, target);
                break;
            default:
                target.Clear();
                break;
        }
    }

    protected override (bool IsHole, long Bytes) Stretch(long block, long start)
    {
        long medium = (block * BlockBytes) + start;
        if (Lookup(block, out bool hasTable) is not { } entry)
            return StretchOf(_backing, medium, hasTable ? BlockBytes - start : ((_header.L2Entries - (block % _header.L2Entries)) * BlockBytes) - start);
        (Qcow2Place place, int count) = entry.At((int)start, _header.ClusterBytes, _header.Version, _header.HasExternalData);
        return place switch
        {
            Qcow2Place.Zeros => (true, count),
            Qcow2Place.Backing => StretchOf(_backing, medium, count),
            _ => (false, count),
        };
    }

    private Qcow2Entry? Lookup(long block) => Lookup(block, out _);

    private Qcow2Entry? Lookup(long block, out bool hasTable)
    {
        long l1 = block / _header.L2Entries;
        if (l1 >= _header.L1Entries)
            throw new EvidenceFormatException(DiskProblems.BadMapping,
                $"cluster {block} is beyond the {_header.L1Entries} entries of the table of the first level");
        Span<byte> bytes = stackalloc byte[16];
        ReadTable((ulong)l1 * 8, _header.L1Offset, bytes[..8]);
        ulong table = BinaryPrimitives.ReadUInt64BigEndian(bytes) & Qcow2Layout.OffsetMask;
        hasTable = table != 0;
        if (!hasTable)
            return null;
        if (table % (ulong)_header.ClusterBytes != 0)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"a table of the second level at byte {table}, where no cluster begins", (long)table);
        bytes = bytes[..(_header.HasExtendedL2 ? 16 : 8)];
        ReadTable((ulong)(block % _header.L2Entries * bytes.Length), table, bytes);
        return Qcow2Entry.Parse(bytes);
    }

    private void ReadTable(ulong offset, ulong table, Span<byte> target)
    {
        if (table > long.MaxValue / 2)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"a table at byte {table}");
        _tables.ReadAt((long)(table + offset), target);
    }

    private static void Refuse(DiskFile file, Qcow2Header header)
    {
        if (header.CryptMethod != 0)
            throw new EvidenceOpenException(
                $"{file.Shown}: an encrypted qcow2 ({(header.CryptMethod == 2 ? "LUKS" : header.CryptMethod == 1 ? "AES" : $"method {header.CryptMethod}")}), which is not read");
        if ((header.Incompatible & ~Known) is var unknown and not 0)
            throw new EvidenceOpenException($"{file.Shown}: a qcow2 with features that are not known (incompatible features 0x{unknown:x})");
    }

    private static void Remark(DiskOpening opening, DiskFile file, Qcow2Header header)
    {
        if ((header.Incompatible & Qcow2Layout.Dirty) != 0)
            opening.Note(DiskProblems.NotClean, file, "marked as in use: the machine was running or was not shut down cleanly", Qcow2Layout.IncompatibleAt);
        if ((header.Incompatible & Qcow2Layout.Corrupt) != 0)
            opening.Note(DiskProblems.NotClean, file, "marked as corrupt by the program that wrote it", Qcow2Layout.IncompatibleAt + 1);
        if (header.Snapshots > 0)
            opening.Note(DiskProblems.NotShown, file, $"{header.Snapshots} internal snapshots, which are not shown: the active state is read",
                Qcow2Layout.SnapshotsAt);
        long wanted = (header.Size - 1) / header.ClusterBytes / header.L2Entries + 1;
        if (header.Size > 0 && header.L1Entries < wanted)
            opening.Damage(DiskProblems.BadHeader, file, $"a table of the first level of {header.L1Entries} entries where the disk needs {wanted}",
                Qcow2Layout.L1SizeAt);
        else if (header.L1Offset > (ulong)file.Blocks.Length || (ulong)file.Blocks.Length - header.L1Offset < (ulong)wanted * 8)
            opening.Damage(DiskProblems.BadHeader, file, $"a table of the first level at byte {header.L1Offset}, beyond the file's end",
                Qcow2Layout.L1OffsetAt);
    }

    private static IBlockSource OpenData(DiskOpening opening, DiskFile file, Qcow2Header header)
    {
        if (header.DataFileName is not { } name)
            throw new EvidenceOpenException($"{file.Shown}: a qcow2 whose data lies in another file that it does not name");
        return opening.Files.Open(name, "the data file").Blocks;
    }

    private static IBlockSource OpenBacking(DiskOpening opening, DiskFile file, string name, string? format)
    {
        name = name.StartsWith("file:", StringComparison.Ordinal) ? name[5..] : name;
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 1 && name.AsSpan(0, colon).IndexOfAnyExceptInRange('a', 'z') < 0)
            throw new EvidenceOpenException($"{file.Shown}: its backing file is '{DisplayText.Escape(name)}', which is no plain file: not opened");
        DiskFormat? known = format switch
        {
            "raw" or "file" or "host_device" => DiskFormat.Raw,
            "qcow2" => DiskFormat.Qcow2,
            "vmdk" => DiskFormat.Vmdk,
            "vpc" => DiskFormat.Vhd,
            "vhdx" => DiskFormat.Vhdx,
            "vdi" => DiskFormat.Vdi,
            "qed" => DiskFormat.Qed,
            "parallels" => DiskFormat.Parallels,
            null => null,
            _ => throw new EvidenceOpenException($"{file.Shown}: a backing file of the format '{DisplayText.Escape(format)}', which is not read"),
        };
        MediumFacts parent = DiskOpener.OpenParent(opening, name, "the backing file", known);
        if (known is null)
            opening.Note(DiskProblems.GuessedFormat, file, $"the backing file's format is not recorded: recognised as {parent.Format} by its content");
        return parent.Medium;
    }
}
