using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Zip;

/// <summary>An entry of a zip's directory (APPNOTE.TXT 6.3.10, section 4.3.12). Numbers are little-endian.</summary>
internal readonly struct ZipMember
{
    public const int HeaderBytes = 46;
    public const uint Signature = 0x02014b50;

    private const byte Unix = 3, Mac = 19;
    private const ushort EncryptedFlag = 0x0001, Utf8Flag = 0x0800;
    private const byte DosDirectory = 0x10;

    /// <summary>The bytes as they stand.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    public required ushort Flags { get; init; }

    public required ushort Method { get; init; }

    public required uint Crc { get; init; }

    /// <summary>Bytes as stored.</summary>
    public required long Stored { get; init; }

    public required long Size { get; init; }

    /// <summary>Where the member's own header begins.</summary>
    public required long HeaderAt { get; init; }

    /// <summary>Type and permission bits; null where the system that packed it records none.</summary>
    public required ushort? UnixMode { get; init; }

    public required ZipExtra Extra { get; init; }

    /// <summary>Local time of the packing machine in steps of two seconds; null when it is none.</summary>
    public required Timestamp? DosTime { get; init; }

    public required bool IsDirectory { get; init; }

    public bool IsEncrypted => (Flags & EncryptedFlag) != 0;

    public bool IsUtf8 => (Flags & Utf8Flag) != 0;

    /// <param name="header">46 bytes, signature included.</param>
    /// <param name="rest">Name, extra fields and comment.</param>
    public static ZipMember Parse(ReadOnlySpan<byte> header, ReadOnlyMemory<byte> rest)
    {
        int name = U16(header, 28), extra = U16(header, 30);
        uint stored = U32(header, 20), size = U32(header, 24), at = U32(header, 42), attributes = U32(header, 38);
        ZipExtra fields = ZipExtra.Parse(rest.Span.Slice(name, extra), size == uint.MaxValue, stored == uint.MaxValue, at == uint.MaxValue);
        byte system = header[5];
        ushort mode = (ushort)(attributes >> 16);
        return new ZipMember
        {
            Name = rest[..name],
            Flags = U16(header, 8),
            Method = U16(header, 10),
            Crc = U32(header, 16),
            Stored = fields.Stored ?? stored,
            Size = fields.Size ?? size,
            HeaderAt = fields.HeaderAt ?? at,
            UnixMode = system is Unix or Mac && mode != 0 ? mode : null,
            Extra = fields,
            DosTime = Dos(U16(header, 14), U16(header, 12)),
            IsDirectory = (name > 0 && rest.Span[name - 1] == (byte)'/') || (attributes & DosDirectory) != 0,
        };
    }

    private static Timestamp? Dos(int date, int time)
    {
        int year = 1980 + (date >> 9), month = (date >> 5) & 15, day = date & 31, hour = time >> 11, minute = (time >> 5) & 63, second = (time & 31) * 2;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return null;
        return new Timestamp(new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeSeconds(), 0);
    }

    private static ushort U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);
}
