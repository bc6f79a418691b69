using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Html;

/// <summary>Times as the page shows them: in the case's zone, which each of them names.</summary>
internal sealed class ReportTime(TimeZoneInfo zone)
{
    private readonly bool _isUtc = zone.HasSameRules(TimeZoneInfo.Utc);

    public bool IsUtc => _isUtc;

    public string ZoneName => _isUtc ? "UTC" : zone.Id;

    /// <summary>Seconds to add to UTC at that moment.</summary>
    public int OffsetSeconds(Timestamp time) =>
        _isUtc || !time.IsUsable ? 0 : (int)zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(time.Seconds)).TotalSeconds;

    /// <summary>Date, time, the fraction without trailing zeros, and the zone.</summary>
    public string Full(Timestamp time)
    {
        if (!time.IsUsable)
            return time == Timestamp.GoZero ? "never (0001-01-01)" : time.ToString();
        string text = Local(time, out string suffix);
        return text.TrimEnd('0').TrimEnd('.') + suffix;
    }

    /// <summary>Date and time to the second, no zone: for tables that name it once.</summary>
    public string ToSecond(Timestamp time) => time.IsUsable ? Local(time, out _)[..19] : time.ToString();

    private string Local(Timestamp time, out string suffix)
    {
        int offset = OffsetSeconds(time);
        var local = new Timestamp(time.Seconds + offset, time.Nanoseconds);
        if (!local.IsUsable)
            (local, offset) = (time, 0); // at the ends of the calendar there is no local time
        suffix = _isUtc ? " UTC" : " " + Spell(offset);
        return local.ToString()[..29].Replace('T', ' ');
    }

    private static string Spell(int offsetSeconds)
    {
        TimeSpan size = TimeSpan.FromSeconds(Math.Abs(offsetSeconds));
        string format = size.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss";
        return (offsetSeconds < 0 ? "-" : "+") + size.ToString(format, CultureInfo.InvariantCulture);
    }
}
