using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>Numbers of PAX records: decimal text.</summary>
internal static class PaxNumber
{
    /// <summary>An optional minus and 1 to 19 digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool negative = text.StartsWith("-"u8);
        if (negative)
            text = text[1..];
        if (text.IsEmpty || text.Length > 19)
            return false;
        foreach (byte b in text)
        {
            uint digit = b - (uint)'0';
            if (digit > 9 || value > (long.MaxValue - digit) / 10)
                return false;
            value = (value * 10) + digit;
        }
        if (negative)
            value = -value;
        return true;
    }

    /// <summary>Seconds since 1970, optionally with a fraction, of which nine digits count; <c>-1.5</c> is half a second after <c>-2</c>.</summary>
    public static Timestamp? ParseTime(ReadOnlySpan<byte> text)
    {
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> fraction = point < 0 ? default : text[(point + 1)..];
        if (!TryParse(point < 0 ? text : text[..point], out long seconds))
            return null;
        int nanoseconds = 0, scale = 100_000_000;
        foreach (byte b in fraction)
        {
            uint digit = b - (uint)'0';
            if (digit > 9)
                return null;
            nanoseconds += (int)digit * scale;
            scale /= 10;
        }
        if (text[0] == '-' && nanoseconds > 0)
            return seconds == long.MinValue ? null : new Timestamp(seconds - 1, 1_000_000_000 - nanoseconds);
        return new Timestamp(seconds, nanoseconds);
    }
}
