using System.Buffers.Binary;
using System.Text;

namespace StoreForensics.Formats.Sqlite;

/// <summary>The database header (file format, 1.3), as far as reading needs it.</summary>
/// <param name="PageSize">Bytes: a power of two from 512 to 65536.</param>
/// <param name="Usable">Bytes of each page that hold content: the page without what is reserved at its end.</param>
/// <param name="PageCount">Pages of the database; null where an old library wrote last and left the number out of date.</param>
/// <param name="Encoding">Of all texts.</param>
internal sealed record SqliteHeader(int PageSize, int Usable, uint? PageCount, Encoding Encoding)
{
    /// <summary>Whether the bytes begin as every SQLite 3 database does.</summary>
    public static bool IsDatabase(ReadOnlySpan<byte> bytes) => bytes.Length >= SqliteLayout.MinPageSize && bytes.StartsWith(SqliteLayout.Magic);

    /// <summary>The header; null when a field rules out reading, which <paramref name="fault"/> then says. The library refuses the same ones.</summary>
    public static SqliteHeader? Parse(ReadOnlySpan<byte> bytes, out string fault)
    {
        int pageSize = PageSizeOf(bytes);
        int usable = pageSize - bytes[SqliteLayout.ReservedBytesAt];
        uint format = BinaryPrimitives.ReadUInt32BigEndian(bytes[SqliteLayout.SchemaFormatAt..]);
        fault = !SqliteLayout.IsPageSize((uint)pageSize) ? $"its header gives {pageSize} bytes as the size of a page"
            : usable < SqliteLayout.MinUsable ? $"its header leaves {usable} bytes of a page for content"
            : bytes[SqliteLayout.ReadVersionAt] > SqliteLayout.MaxReadVersion ? $"its header asks for a reader of version {bytes[SqliteLayout.ReadVersionAt]}"
            : !bytes.Slice(SqliteLayout.FractionsAt, 3).SequenceEqual((ReadOnlySpan<byte>)[64, 32, 32])
                ? "its header gives payload fractions that no version has"
            : format > SqliteLayout.MaxSchemaFormat ? $"its header asks for a reader of schema format {format}"
            : "";
        return fault.Length > 0 ? null : new SqliteHeader(pageSize, usable, PageCountOf(bytes), EncodingOf(bytes));
    }

    // 1.3.2: 1 stands for 65536, which does not fit.
    private static int PageSizeOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes[SqliteLayout.PageSizeAt..]) is var size and not 1
        ? size : SqliteLayout.MaxPageSize;

    // 1.3.7: valid only if the library that changed the file last kept it, which is what the two counters tell.
    private static uint? PageCountOf(ReadOnlySpan<byte> bytes)
    {
        uint count = BinaryPrimitives.ReadUInt32BigEndian(bytes[SqliteLayout.PageCountAt..]);
        bool isKept = bytes.Slice(SqliteLayout.ChangeCounterAt, 4).SequenceEqual(bytes.Slice(SqliteLayout.VersionValidForAt, 4));
        return isKept && count != 0 ? count : null;
    }

    // 1.3.13. The library looks at two bits and takes 0 for UTF-8.
    private static Encoding EncodingOf(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt32BigEndian(bytes[SqliteLayout.TextEncodingAt..]) & 3) switch
    {
        2 => Encoding.Unicode,
        3 => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };
}
