using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Times and lengths of time as users type them.</summary>
internal static class TimeText
{
    /// <summary>RFC 3339, and as the reports print it: a space between date and time, no zone (UTC), seconds left out; or a bare date.</summary>
    /// <param name="text">What was typed; null: nothing was.</param>
    /// <param name="endOfDay">Whether a bare date means its end.</param>
    /// <param name="option">For the message.</param>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static Timestamp? Parse(string? text, bool endOfDay, string option)
    {
        if (text is null)
            return null;
        if (text.Length == 10 && Timestamp.TryParse(text + "T00:00:00Z") is { } day)
            return endOfDay ? new Timestamp(day.Seconds + 86400, 0) : day;
        string stamp = text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^4] : text;
        return Timestamp.TryParse(stamp) ?? Timestamp.TryParse(stamp + "Z") ?? Timestamp.TryParse(stamp + ":00Z") ?? ToMinutes(stamp)
            ?? throw new UsageException(
                $"{option} takes RFC 3339, a date (2026-11-24) or a time as the reports print it (2026-11-24 10:15), not {DisplayText.Escape(text)}");
    }

    /// <summary>A number with <c>s</c>, <c>m</c> (also where no unit is), <c>h</c> or <c>d</c>, in seconds.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static long Seconds(string text, string option)
    {
        int unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, >= '0' and <= '9' => 60, _ => 0 };
        string digits = text.Length > 0 && char.IsAsciiDigit(text[^1]) ? text : text[..Math.Max(0, text.Length - 1)];
        return unit > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? (long)number * unit : throw new UsageException($"{option} takes a length of time such as 90s, 5m, 2h or 1d, not {DisplayText.Escape(text)}");
    }

    // 2026-11-24T10:15Z and 2026-11-24T10:15+02:00
    private static Timestamp? ToMinutes(string text) => text.Length > 16 ? Timestamp.TryParse(string.Concat(text.AsSpan(0, 16), ":00", text.AsSpan(16))) : null;
}
