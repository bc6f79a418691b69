using System.Globalization;

namespace SampleRecipes.Archive;

/// <summary>A moment in UTC, to the nanosecond.</summary>
internal readonly record struct Stamp(long Seconds, int Nanoseconds)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The same moment without its fraction, as a layer that went through a plain tar header has it.</summary>
    public Stamp Whole => new(Seconds, 0);

    /// <summary>Reads <c>2013-12-17T14:48:17.530687093Z</c>; the fraction may have up to nine digits or be absent.</summary>
    public static Stamp Parse(string text)
    {
        string[] parts = text.TrimEnd('Z').Split('.');
        var whole = DateTimeOffset.ParseExact(parts[0], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        int nanoseconds = parts.Length == 1 ? 0 : int.Parse(parts[1].PadRight(9, '0'), CultureInfo.InvariantCulture);
        return new Stamp(whole.ToUnixTimeSeconds(), nanoseconds);
    }

    public Stamp AddMicroseconds(long microseconds)
    {
        long total = Nanoseconds + (microseconds % 1_000_000 * 1000);
        long seconds = Seconds + (microseconds / 1_000_000) + Math.DivRem(total, NanosecondsPerSecond, out long rest);
        return rest < 0 ? new Stamp(seconds - 1, (int)(rest + NanosecondsPerSecond)) : new Stamp(seconds, (int)rest);
    }

    /// <summary>As Go's RFC3339Nano writes it: no trailing zeros in the fraction.</summary>
    public override string ToString()
    {
        string whole = DateTimeOffset.FromUnixTimeSeconds(Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return whole + Fraction + "Z";
    }

    /// <summary>Decimal seconds since 1970, the form of a PAX <c>mtime</c> record.</summary>
    public string ToPaxTime() => Seconds.ToString(CultureInfo.InvariantCulture) + Fraction;

    private string Fraction =>
        Nanoseconds == 0 ? "" : "." + Nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
}
