using System.Buffers;
using System.Globalization;
using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Numbers, times and ids as people read them, in the zone of the case.</summary>
internal sealed class CaseFormat(TimeZoneInfo zone)
{
    // A digest of zeros is shorter than that with its hex digits in full: 64.
    private const int LongestRun = 65;

    public static readonly Span Unknown = Span.Muted("not recorded");

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    private readonly bool _isUtc = zone.HasSameRules(TimeZoneInfo.Utc);

    /// <summary>For headings: <c>UTC</c>.</summary>
    public string Zone => _isUtc ? "UTC" : zone.Id;

    /// <summary>To the last digit recorded; trailing zeros of the fraction go, as Go writes them.</summary>
    public string Full(Timestamp time)
    {
        string exact = Write(time, 9);
        int point = exact.IndexOf('.', StringComparison.Ordinal);
        if (exact[0] == '@')
            return exact;
        string fraction = exact.Substring(point + 1, 9).TrimEnd('0');
        return exact[..point] + (fraction.Length > 0 ? "." + fraction : "") + exact[(point + 10)..];
    }

    /// <summary>Cut to seconds.</summary>
    public string Second(Timestamp time)
    {
        string text = Write(time, 3);
        return text[0] == '@' ? text : text[..19] + text[23..];
    }

    /// <summary>Cut to milliseconds.</summary>
    public string Short(Timestamp time) => Write(time, 3);

    /// <summary>The moment, and the text that said so where that adds anything; "not recorded" for null.</summary>
    public RichText Recorded(RecordedTime? time)
    {
        if (time is not RecordedTime recorded)
            return Unknown;
        if (!recorded.Time.IsUsable)
            return new Span("not set (recorded as " + recorded.Text + ")", SpanStyle.Plain, Tone.Muted);
        Span moment = Span.Mono(Full(recorded.Time));
        return recorded.Text.EndsWith('Z') || recorded.Text.Length == 0 ? moment : [moment, Span.Muted("  recorded as "), Span.Mono(recorded.Text, Tone.Muted)];
    }

    public RichText Moment(Timestamp? time) => time is Timestamp known ? Span.Mono(Full(known)) : Unknown;

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 image", "2 images".</summary>
    public static string Count(long number, string one, string? many = null) => Count(number) + " " + (number == 1 ? one : many ?? one + "s");

    /// <summary>Decimal units, as Docker prints sizes; exact below 1000. Null: "?".</summary>
    public static string Bytes(long? bytes)
    {
        if (bytes is not long size)
            return "?";
        if (size is > -1000 and < 1000)
            return size.ToString(CultureInfo.InvariantCulture) + " B";
        double value = size;
        int unit = -1;
        while (Math.Abs(value) >= 999.5 && unit < 5)
        {
            value /= 1000;
            unit++;
        }
        return value.ToString(Math.Abs(value) < 9.995 ? "0.00" : Math.Abs(value) < 99.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + "kMGTPE"[unit]
            + "B";
    }

    /// <summary>With the exact number.</summary>
    public static string ExactBytes(long bytes) => bytes is > -1000 and < 1000 ? Count(bytes, "byte") : $"{Bytes(bytes)} ({Count(bytes)} bytes)";

    /// <summary>A UTC day, counted from 1970: <c>2015-03-12</c>.</summary>
    public static string Day(long day) => new Timestamp(day * 86400, 0).ToString() is var text && text[0] == '@' ? text : text[..10];

    public static string ShortId(string id)
    {
        string bare = id.StartsWith("sha256:", StringComparison.Ordinal) ? id[7..] : id;
        return bare[..Math.Min(12, bare.Length)];
    }

    /// <summary><c>name@sha256:…</c> with twelve digits of sixty-four: they tell images apart as well, and the whole digest is under Images.</summary>
    public static string ShortDigests(string text)
    {
        const string mark = "@sha256:";
        for (int at = 0; (at = text.IndexOf(mark, at, StringComparison.Ordinal)) >= 0; at++)
        {
            int digits = at + mark.Length;
            if (text.Length >= digits + 64 && text.AsSpan(digits, 64).IndexOfAnyExcept(s_hex) < 0)
                text = $"{text[..(at + 1)]}{text.AsSpan(digits, 12)}{text.AsSpan(digits + 64)}";
        }
        return text;
    }

    /// <summary>The beginning of a long text, and how much is missing.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        int end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text[..end]} … [+{Count(text.Length - end)} characters]";
    }

    /// <summary>One character many times over as what it is, <c>0000[0 × 120]</c>: a name of zeros is not read line by line.</summary>
    public static string Runs(string text)
    {
        if (text.Length < LongestRun)
            return text;
        StringBuilder? folded = null;
        int kept = 0;
        for (int start = 0, end; start < text.Length; start = end)
        {
            for (end = start + 1; end < text.Length && text[end] == text[start]; end++)
            {
                // To the end of the run.
            }
            if (end - start < LongestRun || char.IsSurrogate(text[start]))
                continue;
            folded ??= new StringBuilder(text.Length);
            folded.Append(text, kept, start - kept).Append(CultureInfo.InvariantCulture, $"[{text[start]} × {end - start}]");
            kept = end;
        }
        return folded is null ? text : folded.Append(text, kept, text.Length - kept).ToString();
    }

    /// <summary>The beginning of a long text, where the rest stands elsewhere in the report.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)].TrimEnd() + " …";
    }

    private string Write(Timestamp time, int digits)
    {
        TimeSpan offset = OffsetAt(time);
        string text = new Timestamp(time.Seconds + (long)offset.TotalSeconds, time.Nanoseconds).ToString();
        if (text[0] == '@')
            return text;
        string local = $"{text[..10]} {text.AsSpan(11, 8)}.{text.AsSpan(20, digits)}";
        return _isUtc ? local : local + Offset(offset);
    }

    private TimeSpan OffsetAt(Timestamp time) =>
        _isUtc || !time.IsUsable ? TimeSpan.Zero : zone.GetUtcOffset(new DateTime((time.Seconds + 62135596800) * TimeSpan.TicksPerSecond, DateTimeKind.Utc));

    private static string Offset(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? " -" : " +") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
}
