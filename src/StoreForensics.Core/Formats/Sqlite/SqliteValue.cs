namespace StoreForensics.Formats.Sqlite;

/// <summary>A stored value. What its kind does not have is zero or empty.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Integer">Of an integer.</param>
/// <param name="Real">Of a floating-point number.</param>
/// <param name="Bytes">Of a blob; of a text in the encoding of the database.</param>
internal readonly record struct SqliteValue(SqliteValueKind Kind, long Integer = 0, double Real = 0, ReadOnlyMemory<byte> Bytes = default)
{
    public static SqliteValue Of(long integer) => new(SqliteValueKind.Integer, Integer: integer);

    // A NaN cannot be stored; where its bits are met, the library gives null (vdbeaux.c, sqlite3VdbeSerialGet).
    public static SqliteValue Of(double real) => double.IsNaN(real) ? default : new(SqliteValueKind.Real, Real: real);
}
