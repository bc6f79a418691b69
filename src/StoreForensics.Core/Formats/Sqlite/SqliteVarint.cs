namespace StoreForensics.Formats.Sqlite;

/// <summary>The variable-length integer of the format: up to eight bytes of seven bits, the highest first, and a ninth of eight (file format, 1.6).</summary>
internal static class SqliteVarint
{
    private const int MaxLength = 9;

    /// <summary>Reads at the place and moves it on; false when the bytes end before the number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int i = 1; i <= MaxLength && at < bytes.Length; i++)
        {
            byte b = bytes[at++];
            if (i == MaxLength)
            {
                value = (value << 8) | b;
                return true;
            }
            value = (value << 7) | (b & 0x7Fu);
            if (b < 0x80)
                return true;
        }
        return false;
    }
}
