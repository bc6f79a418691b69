using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Zip;

/// <summary>
/// The extra fields of a member that say more than its header: zip64 sizes (0x0001), NTFS times (0x000a), Unix times (0x5455), Unix owners (0x7875 and 0x7855).
/// APPNOTE.TXT 6.3.10 section 4.5; Info-ZIP proginfo/extrafld.txt. Null is not there.
/// </summary>
internal readonly record struct ZipExtra(long? Size, long? Stored, long? HeaderAt)
{
    private const long NtfsToUnixSeconds = 11_644_473_600;
    private const int NtfsTimesBytes = 24;

    public Timestamp? Modified { get; private init; }

    public Timestamp? Accessed { get; private init; }

    public Timestamp? Born { get; private init; }

    /// <summary>Whether <see cref="Modified"/> can have a fraction of a second.</summary>
    public bool HasFraction { get; private init; }

    public uint? Uid { get; private init; }

    public uint? Gid { get; private init; }

    public static ZipExtra Parse(ReadOnlySpan<byte> fields, bool hasSize, bool hasStored, bool hasHeader)
    {
        var extra = new ZipExtra(null, null, null);
        while (fields.Length >= 4)
        {
            ushort id = U16(fields, 0);
            int length = U16(fields, 2);
            if (length > fields.Length - 4)
                break;
            ReadOnlySpan<byte> field = fields.Slice(4, length);
            extra = id switch
            {
                0x0001 => Zip64(extra, field, hasSize, hasStored, hasHeader),
                0x000a => Ntfs(extra, field),
                0x5455 => Unix(extra, field),
                0x7875 => Owner(extra, field),
                _ => extra,
            };
            fields = fields[(4 + length)..];
        }
        return extra;
    }

    // Only those fields are there that do not fit the header, in this order.
    private static ZipExtra Zip64(ZipExtra extra, ReadOnlySpan<byte> field, bool hasSize, bool hasStored, bool hasHeader)
    {
        long? Take(ref ReadOnlySpan<byte> from, bool isThere)
        {
            if (!isThere || from.Length < sizeof(long))
                return null;
            long value = BinaryPrimitives.ReadInt64LittleEndian(from);
            from = from[sizeof(long)..];
            return value;
        }

        long? size = Take(ref field, hasSize), stored = Take(ref field, hasStored), at = Take(ref field, hasHeader);
        return extra with { Size = size, Stored = stored, HeaderAt = at };
    }

    private static ZipExtra Ntfs(ZipExtra extra, ReadOnlySpan<byte> field)
    {
        for (field = field.Length > 4 ? field[4..] : []; field.Length >= 4;)
        {
            int length = U16(field, 2);
            if (length > field.Length - 4)
                break;
            if (U16(field, 0) == 1 && length >= NtfsTimesBytes)
                return extra with { Modified = Ticks(field[4..]), Accessed = Ticks(field[12..]), Born = Ticks(field[20..]), HasFraction = true };
            field = field[(4 + length)..];
        }
        return extra;
    }

    // The directory has the first time only, whatever the flags say; NTFS' are finer.
    private static ZipExtra Unix(ZipExtra extra, ReadOnlySpan<byte> field) => field.Length >= 5 && (field[0] & 1) != 0 && extra.Modified is null
        ? extra with { Modified = new Timestamp(BinaryPrimitives.ReadInt32LittleEndian(field[1..]), 0) } : extra;

    private static ZipExtra Owner(ZipExtra extra, ReadOnlySpan<byte> field)
    {
        if (field.Length < 2 || field[0] != 1 || field[1] is 0 or > 4 || field.Length < 2 + field[1] + 1)
            return extra;
        int uid = field[1], gid = field[2 + uid];
        return gid is 0 or > 4 || field.Length < 3 + uid + gid ? extra
            : extra with { Uid = Number(field.Slice(2, uid)), Gid = Number(field.Slice(3 + uid, gid)) };
    }

    private static uint Number(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    // Steps of 100 ns from 1601 on; 0 is none.
    private static Timestamp? Ticks(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt64LittleEndian(b) is > 0 and var ticks
        ? new Timestamp((ticks / TimeSpan.TicksPerSecond) - NtfsToUnixSeconds, (int)(ticks % TimeSpan.TicksPerSecond * 100)) : null;

    private static ushort U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);
}
