using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite.Recovery;

/// <summary>
/// A write-ahead log (file format, 4): pages that are newer than those in the database. Frames count from the first on as long as salts and checksums are
/// right, up to the last that ends a transaction. The shared-memory index is not needed; the library makes it anew after a crash too.
/// </summary>
internal sealed class WriteAheadLog
{
    private readonly SqliteFile _file;
    private readonly Dictionary<uint, int> _pages = [];
    private readonly Dictionary<uint, int> _uncommitted = [];
    private bool _isBigEndian;
    private uint _sum1;
    private uint _sum2;

    private WriteAheadLog(SqliteFile file) => _file = file;

    public int PageSize { get; private set; }

    /// <summary>Pages of the database after the last transaction; 0 when the log holds none.</summary>
    public uint PageCount { get; private set; }

    private ReadOnlySpan<byte> Bytes => _file.Content.Span;

    /// <summary>Null when it holds no transaction, or, after a problem, when its header is not valid.</summary>
    public static WriteAheadLog? Read(SqliteFile file, ProblemLog problems)
    {
        var log = new WriteAheadLog(file);
        if (file.Content.IsEmpty)
            return null;
        if (!log.TryHeader())
        {
            problems.Damage(SqliteProblems.LogInvalid, file.At(0), "the write-ahead log has no valid header; what it held is not read");
            return null;
        }
        log.ReadFrames();
        return log.PageCount == 0 ? null : log;
    }

    public ISqlitePages Over(ISqlitePages pages) => new OverlaidPages(pages, _file, _pages, PageSize, PageCount);

    /// <summary>What the examiner should know when it is laid over the database.</summary>
    public void Report(ProblemLog problems) =>
        problems.Note(SqliteProblems.LogLaidOver, _file.Origin,
            $"the write-ahead log holds {_pages.Count} pages that are newer than those of the database; they are read in their place");

    private bool TryHeader()
    {
        if (Bytes.Length < SqliteLayout.WalHeaderSize)
            return false;
        uint magic = U32(0), pageSize = U32(8);
        if ((magic & ~1u) != SqliteLayout.WalMagic || U32(4) != SqliteLayout.WalVersion || !SqliteLayout.IsPageSize(pageSize))
            return false;
        (_isBigEndian, PageSize) = ((magic & 1) == 1, (int)pageSize);
        Sum(Bytes[..24]);
        return _sum1 == U32(24) && _sum2 == U32(28);
    }

    private void ReadFrames()
    {
        int frame = SqliteLayout.WalFrameHeaderSize + PageSize;
        for (long at = SqliteLayout.WalHeaderSize; at <= Bytes.Length - frame && TryFrame((int)at); at += frame)
        {
            _uncommitted[U32((int)at)] = (int)at + SqliteLayout.WalFrameHeaderSize;
            if (U32((int)at + 4) is var count and > 0)
                Commit(count);
        }
    }

    private void Commit(uint count)
    {
        foreach ((uint number, int offset) in _uncommitted)
            _pages[number] = offset;
        _uncommitted.Clear();
        PageCount = count;
    }

    // 4.2: the salts are the header's, and the checksum goes on over all frames before. After a checkpoint old frames stand behind the new ones.
    private bool TryFrame(int at)
    {
        if (U32(at) == 0 || !Bytes.Slice(at + 8, 8).SequenceEqual(Bytes.Slice(16, 8)))
            return false;
        Sum(Bytes.Slice(at, 8));
        Sum(Bytes.Slice(at + SqliteLayout.WalFrameHeaderSize, PageSize));
        return _sum1 == U32(at + 16) && _sum2 == U32(at + 20);
    }

    // 4.2: two sums that go on over pairs of words, in the byte order that the magic tells.
    private void Sum(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i += 8)
        {
            _sum1 += Word(bytes[i..]) + _sum2;
            _sum2 += Word(bytes[(i + 4)..]) + _sum1;
        }
    }

    private uint Word(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(Bytes[at..]);
}
