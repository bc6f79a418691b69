using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>Where a chunk is in its segment file.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Bytes">Of the packed data; of an unpacked chunk with its checksum.</param>
/// <param name="IsCompressed">Whether it is packed.</param>
internal readonly record struct EwfChunk(long Offset, long Bytes, bool IsCompressed);

/// <summary>
/// A table section: where a run of chunks is. The entries are checked when the first of them is asked for; should they be damaged, those of <c>table2</c> are
/// used if they are whole, and else only such as lie in order between their neighbours.
/// </summary>
internal sealed class EwfTable
{
    private readonly PagedBlocks _file;
    private readonly long _entriesAt;
    private readonly long _base;
    private readonly bool _hasChecksum;
    private readonly Action<string, long> _warn;
    private readonly Lock _lock = new();
    private int _state; // 0 not checked, 1 whole, 2 damaged: use table2, 3 damaged

    private EwfTable(PagedBlocks file, long entriesAt, long baseOffset, int count, long dataEnd, bool hasChecksum, Action<string, long> warn) =>
        (_file, _entriesAt, _base, Count, DataEnd, _hasChecksum, _warn) = (file, entriesAt, baseOffset, count, dataEnd, hasChecksum, warn);

    /// <summary>Chunks.</summary>
    public int Count { get; }

    /// <summary>Where the last chunk's data ends at the latest.</summary>
    public long DataEnd { get; }

    /// <summary>The number of the medium's chunk that is the first here. Set once all segments are known.</summary>
    public long FirstChunk { get; set; }

    /// <summary>The same table a second time; null for none.</summary>
    public EwfTable? Second { get; set; }

    public required int Segment { get; init; }

    /// <summary>The file that the chunks are in.</summary>
    public required IBlockSource File { get; init; }

    /// <param name="file">The segment, read through the cache.</param>
    /// <param name="blocks">The same, for data.</param>
    /// <param name="segment">Its number.</param>
    /// <param name="section">The table's section.</param>
    /// <param name="dataEnd">Where the sectors section before it ends; null where chunks lie in the table's own.</param>
    /// <param name="warn">Is told of damaged entries, when they are used.</param>
    /// <exception cref="EvidenceFormatException">The header is damaged, or says what cannot be.</exception>
    public static EwfTable Read(PagedBlocks file, IBlockSource blocks, int segment, EwfSection section, long? dataEnd, Action<string, long> warn)
    {
        byte[] header = blocks.ReadBytes(section.DataAt, EwfLayout.TableHeaderBytes);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(EwfLayout.TableCountAt));
        ulong baseOffset = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(EwfLayout.TableBaseAt));
        if (Adler32.Of(header.AsSpan(0, EwfLayout.TableChecksumAt)) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(EwfLayout.TableChecksumAt)))
            throw new EvidenceFormatException(DiskProblems.BadChecksum, "the checksum of a table's header does not match", section.At);
        long room = (Math.Min(section.End, blocks.Length) - section.DataAt - EwfLayout.TableHeaderBytes) / 4;
        if (count > EwfLayout.MaxTableEntries || count > room || baseOffset > long.MaxValue / 2)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a table of {count} chunks from byte {baseOffset} on, with room for {room}", section.At);
        // SMART's tables end with the chunks themselves, or with nothing; the first two versions of EnCase write no second checksum either.
        bool hasChecksum = dataEnd is not null && count < room;
        return new EwfTable(file, section.DataAt + EwfLayout.TableHeaderBytes, (long)baseOffset, (int)count, dataEnd ?? section.End, hasChecksum,
            warn)
        { Segment = segment, File = blocks };
    }

    /// <exception cref="EvidenceFormatException">The entry is damaged.</exception>
    public EwfChunk Chunk(int index)
    {
        int state = Check();
        if (state == 2)
            return Second!.Entry(index);
        EwfChunk chunk = Entry(index);
        if (state == 3 && index > 0 && Entry(index - 1).Offset >= chunk.Offset)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"entry {index} of a damaged table is not in order", _entriesAt + index * 4L);
        return chunk;
    }

    private EwfChunk Entry(int index)
    {
        Span<byte> bytes = stackalloc byte[8];
        bool isLast = index == Count - 1;
        _file.ReadAt(_entriesAt + index * 4L, isLast ? bytes[..4] : bytes);
        uint entry = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        long start = _base + (entry & ~EwfLayout.Compressed);
        long end = isLast ? DataEnd : _base + (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) & ~EwfLayout.Compressed);
        if (end <= start)
            throw new EvidenceFormatException(DiskProblems.BadMapping, $"a chunk from byte {start} to {end}", _entriesAt + index * 4L);
        return new EwfChunk(start, end - start, (entry & EwfLayout.Compressed) != 0);
    }

    private int Check()
    {
        if (Volatile.Read(ref _state) is not 0 and var known)
            return known;
        lock (_lock)
        {
            if (_state != 0)
                return _state;
            int found = IsWhole() ? 1 : Second is { } second && second.Count == Count && second._hasChecksum && second.IsWhole() ? 2 : 3;
            if (found != 1)
                _warn(found == 2 ? "the entries of a table are damaged: those of its second copy are used"
                    : "the entries of a table are damaged, and there is no second copy that is whole", _entriesAt);
            Volatile.Write(ref _state, found);
            return found;
        }
    }

    private bool IsWhole()
    {
        if (!_hasChecksum)
            return true;
        try
        {
            byte[] entries = _file.ReadBytes(_entriesAt, Count * 4 + 4);
            return Adler32.Of(entries.AsSpan(0, Count * 4)) == BinaryPrimitives.ReadUInt32LittleEndian(entries.AsSpan(Count * 4));
        }
        catch (EvidenceFormatException) // what cannot be read is not whole; the caller says so
        {
            return false;
        }
    }
}
