using System.Buffers.Binary;

namespace StoreForensics.Formats.Sqlite;

/// <summary>The record format (file format, 2.1): a header of serial types, then the values.</summary>
internal static class RecordFormat
{
    private const ulong FirstText = 12;

    /// <summary>All values of a record; they point into it. False when types or values do not fit into it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> record, out SqliteValue[] values)
    {
        values = [];
        ReadOnlySpan<byte> bytes = record.Span;
        int at = 0;
        if (!SqliteVarint.TryRead(bytes, ref at, out ulong header) || header < (ulong)at || header > (ulong)bytes.Length)
            return false;
        int body = (int)header;
        var found = new List<SqliteValue>(Math.Min(body - at, 16));
        while (at < (int)header)
        {
            if (found.Count == SqliteLayout.MaxColumns || !SqliteVarint.TryRead(bytes[..(int)header], ref at, out ulong type))
                return false;
            if (Length(type) is not int length || length > bytes.Length - body)
                return false;
            found.Add(Decode(type, record.Slice(body, length)));
            body += length;
        }
        values = [.. found];
        return true;
    }

    /// <summary>Bytes of a value; null for a type that is reserved or longer than any record may be.</summary>
    private static int? Length(ulong type) => type switch
    {
        0 or 8 or 9 => 0,
        <= 4 => (int)type,
        5 => 6,
        6 or 7 => 8,
        10 or 11 => null,
        _ => (type - FirstText) / 2 <= SqliteLayout.MaxPayload ? (int)((type - FirstText) / 2) : null,
    };

    private static SqliteValue Decode(ulong type, ReadOnlyMemory<byte> bytes) => type switch
    {
        0 => default,
        7 => SqliteValue.Of(BinaryPrimitives.ReadDoubleBigEndian(bytes.Span)),
        8 or 9 => SqliteValue.Of((long)type - 8),
        < 7 => SqliteValue.Of(Signed(bytes.Span)),
        _ => new SqliteValue(type % 2 == 0 ? SqliteValueKind.Blob : SqliteValueKind.Text, Bytes: bytes),
    };

    private static long Signed(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[0];
        foreach (byte b in bytes[1..])
            value = (value << 8) | b;
        return value;
    }
}
