using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Qed;

/// <summary>The medium of a QED disk, over its backing file where it has one: two levels of tables, each cluster stored, all zeros or not there.</summary>
internal sealed class QedDisk : BlockwiseDisk
{
    private const int MostNameBytes = 1023;
    private const ulong Zero = 1;

    private readonly IBlockSource _file;
    private readonly IBlockSource? _backing;
    private readonly PagedBlocks _tables;
    private readonly QedHeader _header;

    private QedDisk(DiskFile file, QedHeader header, IBlockSource? backing, ChunkCache cache)
        : base(file.Shown, header.Size, header.ClusterBytes)
    {
        (_file, _header, _backing) = (file.Blocks, header, backing);
        _tables = new PagedBlocks(file.Blocks, cache);
    }

    /// <exception cref="EvidenceFormatException">The header cannot be.</exception>
    /// <exception cref="EvidenceOpenException">A feature that is not known, or the backing file is missing.</exception>
    public static MediumFacts Open(DiskOpening opening, DiskFile file)
    {
        QedHeader header = QedHeader.Parse(file.Blocks.ReadUpTo(0, QedHeader.Bytes));
        if ((header.Features & ~(QedHeader.HasBacking | QedHeader.NeedsCheck | QedHeader.IsBackingRaw)) is var unknown and not 0)
            throw new EvidenceOpenException($"{file.Shown}: a QED disk with features that are not known (0x{unknown:x})");
        if ((header.Features & QedHeader.NeedsCheck) != 0)
            opening.Note(DiskProblems.NotClean, file, "marked as in use: the machine was running or was not shut down cleanly", 16);
        IBlockSource? backing = (header.Features & QedHeader.HasBacking) == 0 ? null : OpenBacking(opening, file, header);
        return new MediumFacts(new QedDisk(file, header, backing, opening.Cache), "qed", new DiskDetails());
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        ulong place = Lookup(block, out _);
        if (place > Zero)
            _file.ReadAt(Checked(place) + start, target);
        else if (place == 0 && _backing is not null)
            _backing.ReadOrZero((block * BlockBytes) + start, target);
        else
            target.Clear();
    }

    protected override (bool IsHole, long Bytes) Stretch(long block, long start)
    {
        ulong place = Lookup(block, out bool hasTable);
        long bytes = hasTable ? BlockBytes - start : ((_header.Entries - (block % _header.Entries)) * BlockBytes) - start;
        return place > Zero ? (false, bytes) : place == Zero ? (true, bytes) : StretchOf(_backing, (block * BlockBytes) + start, bytes);
    }

    private ulong Lookup(long block, out bool hasTable)
    {
        ulong table = Entry(_header.TableOffset, block / _header.Entries);
        hasTable = table != 0;
        return hasTable ? Entry(table, block % _header.Entries) : 0;
    }

    private ulong Entry(ulong table, long index)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        _tables.ReadAt(Checked(table) + (index * sizeof(ulong)), bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private long Checked(ulong place)
    {
        if (place % _header.ClusterBytes != 0 || place > long.MaxValue / 2)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"byte {place}, where no cluster begins");
        return (long)place;
    }

    private static IBlockSource OpenBacking(DiskOpening opening, DiskFile file, QedHeader header)
    {
        if (header.BackingNameBytes is 0 or > MostNameBytes)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a backing file with a name of {header.BackingNameBytes} bytes", 60);
        string name = Encoding.UTF8.GetString(file.Blocks.ReadUpTo(header.BackingNameOffset, (int)header.BackingNameBytes));
        bool isRaw = (header.Features & QedHeader.IsBackingRaw) != 0;
        MediumFacts parent = DiskOpener.OpenParent(opening, name, "the backing file", isRaw ? DiskFormat.Raw : null);
        if (!isRaw)
            opening.Note(DiskProblems.GuessedFormat, file, $"the backing file's format is not recorded: recognised as {parent.Format} by its content");
        return parent.Medium;
    }
}
