namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>How a header's number field reads.</summary>
internal enum TarNumberState
{
    Valid,

    /// <summary>Only spaces and NULs: nothing was recorded.</summary>
    Blank,

    /// <summary>Neither octal nor base-256, or beyond 63 bits.</summary>
    Malformed,
}

/// <summary>
/// Number fields of a header: octal with leading spaces, ended by a space, a NUL or the field's end; or base-256 (GNU, star) where bit 7 of the first
/// byte is set: big-endian two's complement, bit 6 being the sign.
/// </summary>
internal static class TarNumber
{
    public static TarNumberState Parse(ReadOnlySpan<byte> field, out long value) =>
        (field[0] & 0x80) != 0 ? ParseBase256(field, out value) : ParseOctal(field, out value);

    private static TarNumberState ParseOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        int at = 0;
        while (at < field.Length && field[at] is (byte)' ' or 0)
            at++;
        if (at == field.Length)
            return TarNumberState.Blank;
        // At most twelve digits of three bits: no overflow.
        for (; at < field.Length; at++)
        {
            uint digit = field[at] - (uint)'0';
            if (digit > 7)
                return field[at] is (byte)' ' or 0 ? TarNumberState.Valid : TarNumberState.Malformed;
            value = (value << 3) | digit;
        }
        return TarNumberState.Valid;
    }

    private static TarNumberState ParseBase256(ReadOnlySpan<byte> field, out long value)
    {
        bool negative = (field[0] & 0x40) != 0;
        value = negative ? -1 : 0;
        byte first = (byte)(negative ? field[0] | 0x80 : field[0] & 0x7f);
        for (int i = 0; i < field.Length; i++)
        {
            // The next shift must not push out anything but copies of the sign.
            if (value >> 55 != (negative ? -1 : 0))
                return TarNumberState.Malformed;
            value = (value << 8) | (i == 0 ? first : field[i]);
        }
        return TarNumberState.Valid;
    }
}
