using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite.Recovery;

/// <summary>
/// A rollback journal that a transaction left (file format, 3). Whoever opens such a database first puts the pages in it back; that is done here in memory, by
/// the same rules (https://www.sqlite.org/lockingv3.html, 4; pager.c, pager_playback).
/// </summary>
internal sealed class RollbackJournal
{
    private const int ChecksumSize = 4;
    private const int NumberSize = 4;
    private const int MinSector = 32;
    private const int MaxSector = 65536;

    private readonly SqliteFile _file;
    private readonly ProblemLog _problems;
    private readonly Dictionary<uint, int> _pages = [];
    private int _sector;
    private uint _nonce;
    private uint _records;

    private RollbackJournal(SqliteFile file, ProblemLog problems) => (_file, _problems) = (file, problems);

    public int PageSize { get; private set; }

    /// <summary>Pages that the database had before the transaction.</summary>
    public uint PageCount { get; private set; }

    /// <summary>Null when there is nothing to play back: the file is empty, its header was
    /// zeroed at the end of a transaction, or, after a problem, it is none.</summary>
    public static RollbackJournal? Read(SqliteFile file, ProblemLog problems)
    {
        if (file.Content.IsEmpty || file.Content.Span[0] == 0)
            return null;
        var journal = new RollbackJournal(file, problems);
        if (!journal.TryHeader(0, isFirst: true))
        {
            problems.Damage(SqliteProblems.JournalInvalid, file.At(0),
                "the rollback journal has no valid header and is not played back; the database may be as a transaction left it half-way");
            return null;
        }
        if (journal.NamesSuperJournal())
        {
            problems.Damage(SqliteProblems.JournalInvalid, file.Origin,
                "the rollback journal names a super-journal, which alone tells whether the transaction ended; it is not played back");
            return null;
        }
        journal.Play();
        return journal;
    }

    public ISqlitePages Over(ISqlitePages pages) => new OverlaidPages(pages, _file, _pages, PageSize, PageCount);

    private ReadOnlySpan<byte> Bytes => _file.Content.Span;

    private int RecordSize => NumberSize + PageSize + ChecksumSize;

    private void Play()
    {
        long at = 0;
        bool isWhole = true;
        while (isWhole && TryHeader(at, isFirst: at == 0))
        {
            at += _sector;
            long count = _records == SqliteLayout.JournalCountUnknown ? (Bytes.Length - at) / RecordSize : _records;
            for (long i = 0; i < count && (isWhole = TryRecord(at)); i++)
                at += RecordSize;
            if (!isWhole)
                _problems.Damage(SqliteProblems.JournalInvalid, _file.At(Math.Min(at, Bytes.Length)),
                    "the rollback journal breaks off here; what it held behind this place was not played back");
            at = (at + _sector - 1) / _sector * _sector; // the next header begins at a sector (3)
        }
        _problems.Note(SqliteProblems.JournalPlayedBack, _file.Origin,
            $"a transaction had not ended: {_pages.Count} pages were put back from the rollback journal, in memory, as the next start of the engine would have done");
    }

    private bool TryHeader(long at, bool isFirst)
    {
        if (at > Bytes.Length - SqliteLayout.JournalHeaderSize || !Bytes[(int)at..].StartsWith(SqliteLayout.JournalMagic))
            return false;
        ReadOnlySpan<byte> header = Bytes.Slice((int)at, SqliteLayout.JournalHeaderSize);
        _records = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        _nonce = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        if (!isFirst)
            return true;
        uint sector = BinaryPrimitives.ReadUInt32BigEndian(header[20..]), pageSize = BinaryPrimitives.ReadUInt32BigEndian(header[24..]);
        if (!SqliteLayout.IsPageSize(pageSize) || sector is < MinSector or > MaxSector || !uint.IsPow2(sector) || sector > Bytes.Length)
            return false;
        (_sector, PageSize, PageCount) = ((int)sector, (int)pageSize, BinaryPrimitives.ReadUInt32BigEndian(header[16..]));
        return true;
    }

    // Number, content, checksum. The first copy of a page is the oldest, and pages that the transaction added go.
    private bool TryRecord(long at)
    {
        if (at > Bytes.Length - RecordSize)
            return false;
        uint number = BinaryPrimitives.ReadUInt32BigEndian(Bytes[(int)at..]);
        ReadOnlySpan<byte> page = Bytes.Slice((int)at + NumberSize, PageSize);
        if (number == 0 || number == (SqliteLayout.LockByte / PageSize) + 1)
            return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(Bytes[((int)at + NumberSize + PageSize)..]) != Checksum(page))
            return false;
        if (number <= PageCount)
            _pages.TryAdd(number, (int)at + NumberSize);
        return true;
    }

    // 3: every 200th byte from the end, so as to notice pages that were only partly written.
    private uint Checksum(ReadOnlySpan<byte> page)
    {
        uint sum = _nonce;
        for (int i = page.Length - SqliteLayout.JournalChecksumStep; i > 0; i -= SqliteLayout.JournalChecksumStep)
            sum += page[i];
        return sum;
    }

    // Transactions over several databases end their journals with the name of a common one: name, length, checksum, magic (pager.c, readSuperJournal).
    private bool NamesSuperJournal()
    {
        if (Bytes.Length < 16 || !Bytes.EndsWith(SqliteLayout.JournalMagic))
            return false;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(Bytes[^16..]);
        if (length == 0 || length > (uint)Bytes.Length - 16)
            return false;
        uint sum = 0;
        foreach (byte b in Bytes[^(16 + (int)length)..^16])
            sum += (uint)(sbyte)b;
        return sum == BinaryPrimitives.ReadUInt32BigEndian(Bytes[^12..]);
    }
}
