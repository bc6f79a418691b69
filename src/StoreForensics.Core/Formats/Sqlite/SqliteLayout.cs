namespace StoreForensics.Formats.Sqlite;

/// <summary>
/// Offsets and bounds of the SQLite database file format, version 3 (https://www.sqlite.org/fileformat2.html; sections in the comments are its).
/// Integers are big-endian.
/// </summary>
internal static class SqliteLayout
{
    // 1.3 The database header: the first 100 bytes of page 1.
    public const int HeaderSize = 100;
    public const int PageSizeAt = 16;
    public const int ReadVersionAt = 19;
    public const int ReservedBytesAt = 20;
    public const int FractionsAt = 21;
    public const int ChangeCounterAt = 24;
    public const int PageCountAt = 28;
    public const int SchemaFormatAt = 44;
    public const int TextEncodingAt = 56;
    public const int VersionValidForAt = 92;
    public const int MinPageSize = 512;
    public const int MaxPageSize = 65536;
    public const int MinUsable = 480;
    public const int MaxReadVersion = 2;
    public const int MaxSchemaFormat = 4;

    /// <summary>1.2, 1.4: the page at this byte is for locks only and never holds anything.</summary>
    public const long LockByte = 1 << 30;

    // 1.6 B-tree pages.
    public const byte InteriorIndex = 2;
    public const byte InteriorTable = 5;
    public const byte LeafIndex = 10;
    public const byte LeafTable = 13;
    public const int CellCountAt = 3;
    public const int RightChildAt = 8;
    public const int LeafHeaderSize = 8;
    public const int InteriorHeaderSize = 12;
    public const int MinCellSize = 4;

    /// <summary>Pages from a root to a leaf. SQLite gives up at the same depth (btreeInt.h, BTCURSOR_MAX_DEPTH); its own trees are flatter.</summary>
    public const int MaxDepth = 20;

    /// <summary>A row may not be longer; those of container engines have some kilobytes.</summary>
    public const int MaxPayload = 16 << 20;

    /// <summary>SQLite cannot be built for more columns than this (https://www.sqlite.org/limits.html, 2).</summary>
    public const int MaxColumns = 32767;

    /// <summary>Statements of a schema are kilobytes; 1,000,000 was the default limit when engines of the age were written (limits.html, 3).</summary>
    public const int MaxStatement = 1_000_000;

    // 3 The rollback journal.
    public const int JournalHeaderSize = 28;
    public const uint JournalCountUnknown = 0xFFFFFFFF;
    public const int JournalChecksumStep = 200;

    // 4.1 The write-ahead log.
    public const uint WalMagic = 0x377F0682;
    public const uint WalVersion = 3007000;
    public const int WalHeaderSize = 32;
    public const int WalFrameHeaderSize = 24;

    public static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    public static ReadOnlySpan<byte> JournalMagic => [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

    public static bool IsPageSize(uint size) => size is >= MinPageSize and <= MaxPageSize && uint.IsPow2(size);
}
