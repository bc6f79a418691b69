using System.Buffers.Text;

namespace StoreForensics.Primitives;

/// <summary>
/// A moment in UTC: whole seconds since 1970-01-01T00:00:00Z (negative before it) and nanoseconds 0–999,999,999 after that second.
/// Two fields because <see cref="DateTime"/> has ticks of 100 ns and one 64-bit count of nanoseconds ends in 2262. Unknown is a null, never a zero.
/// </summary>
public readonly record struct Timestamp(long Seconds, int Nanoseconds) : IComparable<Timestamp>
{
    /// <summary>0001-01-01T00:00:00Z, Go's zero time: Docker's "never". Not an event.</summary>
    public static readonly Timestamp GoZero = new(-62135596800, 0);

    private const long LastSecondOf9999 = 253402300799;

    /// <summary>Whether RFC 3339 can spell it (years 1 to 9999) and it is not Docker's "never".</summary>
    public bool IsUsable => Seconds > GoZero.Seconds && Seconds <= LastSecondOf9999;

    public int CompareTo(Timestamp other)
    {
        int bySecond = Seconds.CompareTo(other.Seconds);
        return bySecond != 0 ? bySecond : Nanoseconds.CompareTo(other.Nanoseconds);
    }

    public static bool operator <(Timestamp a, Timestamp b) => a.CompareTo(b) < 0;

    public static bool operator >(Timestamp a, Timestamp b) => a.CompareTo(b) > 0;

    public static bool operator <=(Timestamp a, Timestamp b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Timestamp a, Timestamp b) => a.CompareTo(b) >= 0;

    /// <summary>
    /// Reads RFC 3339 with no fraction or one of 1 to 9 digits, as Go's RFC3339Nano writes it (trailing zeros trimmed), with <c>Z</c> or <c>±hh:mm</c>.
    /// More than nine fraction digits are cut. Null when the text is anything else.
    /// </summary>
    public static Timestamp? TryParse(ReadOnlySpan<char> text) => TryParse(text, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char})"/>
    /// <param name="text">The stamp as recorded.</param>
    /// <param name="offsetMinutes">The offset from UTC that the text carried, in minutes.</param>
    public static Timestamp? TryParse(ReadOnlySpan<char> text, out int offsetMinutes)
    {
        offsetMinutes = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || (text[10] is not ('T' or 't' or ' ')) || text[13] != ':' || text[16] != ':')
            return null;
        int year = Digits(text[..4]), month = Digits(text[5..7]), day = Digits(text[8..10]);
        int hour = Digits(text[11..13]), minute = Digits(text[14..16]), second = Digits(text[17..19]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59
            || second is < 0 or > 60)
            return null;
        int at = 19;
        int nanoseconds = 0;
        if (text[at] == '.')
        {
            if (text.Length == 20 || !char.IsAsciiDigit(text[20]))
                return null;
            int scale = 100_000_000;
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++, scale /= 10)
                nanoseconds += (text[at] - '0') * scale;
        }
        if (!TryParseOffset(text[at..], out offsetMinutes))
            return null;
        return new Timestamp(FromCivil(year, month, day, hour, minute, second) - (offsetMinutes * 60L), nanoseconds);
    }

    /// <summary>Seconds since 1970 of a UTC calendar date; no range check.</summary>
    public static long FromCivil(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        (new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerSecond) - 62135596800 + second;

    /// <summary>RFC 3339 UTC with nine decimals and <c>Z</c>; 30 characters. An unusable time gives <c>@seconds.nanoseconds</c>.</summary>
    public override string ToString() => Format("Z"u8);

    /// <summary>RFC 3339 UTC with nine decimals and <c>+00:00</c>, as the timeline writes it.</summary>
    public string ToTimelineString() => Format("+00:00"u8);

    /// <summary>The longest text that <see cref="Write"/> gives, in bytes.</summary>
    public const int MaxTextLength = 40;

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ss.nnnnnnnnn</c> and the suffix as ASCII; returns
    /// the bytes written. The target must hold <see cref="MaxTextLength"/>.</summary>
    public int Write(Span<byte> target, ReadOnlySpan<byte> suffix)
    {
        if (Seconds < GoZero.Seconds || Seconds > LastSecondOf9999)
            return WriteRaw(target);
        var date = new DateTime((Seconds + 62135596800) * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        Put(target, 0, date.Year, 4);
        target[4] = (byte)'-';
        Put(target, 5, date.Month, 2);
        target[7] = (byte)'-';
        Put(target, 8, date.Day, 2);
        target[10] = (byte)'T';
        Put(target, 11, date.Hour, 2);
        target[13] = (byte)':';
        Put(target, 14, date.Minute, 2);
        target[16] = (byte)':';
        Put(target, 17, date.Second, 2);
        target[19] = (byte)'.';
        Put(target, 20, Nanoseconds, 9);
        suffix.CopyTo(target[29..]);
        return 29 + suffix.Length;
    }

    private string Format(ReadOnlySpan<byte> suffix)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        int length = Write(text, suffix);
        return System.Text.Encoding.ASCII.GetString(text[..length]);
    }

    private int WriteRaw(Span<byte> target)
    {
        target[0] = (byte)'@';
        Utf8Formatter.TryFormat(Seconds, target[1..], out int length);
        target[1 + length] = (byte)'.';
        Put(target, 2 + length, Nanoseconds, 9);
        return 11 + length;
    }

    private static void Put(Span<byte> target, int at, int value, int digits)
    {
        for (int i = at + digits - 1; i >= at; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    // int.TryParse would take trailing NULs.
    private static int Digits(ReadOnlySpan<char> text)
    {
        int value = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return -1;
            value = (value * 10) + (c - '0');
        }
        return value;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':')
            return false;
        int hours = Digits(text[1..3]), rest = Digits(text[4..6]);
        if (hours is < 0 or > 23 || rest is < 0 or > 59)
            return false;
        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
