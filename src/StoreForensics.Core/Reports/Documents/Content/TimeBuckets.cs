using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Equal steps of time (of the calendar, where they are months or years) that cut a span into at most <see cref="Most"/> pieces.</summary>
internal sealed class TimeBuckets
{
    public const int Most = 96;
    private const long Day = 86400;
    private static readonly long[] s_seconds = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, Day, 7 * Day];
    private static readonly int[] s_months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400];

    private readonly long _seconds; // 0: the step is of months
    private readonly int _months;
    private readonly long _first;

    /// <param name="from">The first second, since 1970.</param>
    /// <param name="to">The last second.</param>
    /// <param name="wholeDays">True where only the day of an event is known.</param>
    public TimeBuckets(long from, long to, bool wholeDays)
    {
        from = Clamp(from);
        to = Math.Max(from, Clamp(to));
        foreach (long step in s_seconds)
        {
            if ((!wholeDays || step >= Day) && FloorDivide(to, step) - FloorDivide(from, step) < Most)
            {
                _seconds = step;
                _first = FloorDivide(from, step);
                Count = (int)(FloorDivide(to, step) - _first) + 1;
                return;
            }
        }
        _months = s_months.First(step => (MonthOf(to) / step) - (MonthOf(from) / step) < Most || step == s_months[^1]);
        _first = MonthOf(from) / _months;
        Count = (int)((MonthOf(to) / _months) - _first) + 1;
    }

    public int Count { get; }

    /// <summary>The step in words: <c>6 hours</c>.</summary>
    public string Step => _seconds switch
    {
        0 => _months switch { 1 => "1 month", 3 or 6 => Words(_months, "months"), 12 => "1 year", _ => Words(_months / 12, "years") },
        1 => "1 second",
        < 60 => Words(_seconds, "seconds"),
        60 => "1 minute",
        < 3600 => Words(_seconds / 60, "minutes"),
        3600 => "1 hour",
        < Day => Words(_seconds / 3600, "hours"),
        Day => "1 day",
        _ => Words(_seconds / Day, "days"),
    };

    /// <summary>Which bucket a second falls into; outside of the span the nearest.</summary>
    public int IndexOf(long second)
    {
        long at = _seconds > 0 ? FloorDivide(Clamp(second), _seconds) : MonthOf(Clamp(second)) / _months;
        return (int)Math.Clamp(at - _first, 0, Count - 1);
    }

    /// <summary>When a bucket begins, as short as its step allows.</summary>
    public string Label(int index, CaseFormat format)
    {
        if (_seconds == 0)
        {
            long month = (_first + index) * _months;
            string year = (month / 12).ToString("D4", CultureInfo.InvariantCulture);
            return _months >= 12 ? year : string.Create(CultureInfo.InvariantCulture, $"{year}-{(month % 12) + 1:D2}");
        }
        var start = new Timestamp((_first + index) * _seconds, 0);
        if (_seconds >= Day)
            return start.ToString()[..10];
        string local = format.Short(start);
        return _seconds < 60 ? local.Substring(11, 8) : local.Substring(5, 11);
    }

    private static string Words(long number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");

    private static long Clamp(long second) => Math.Clamp(second, Timestamp.FromCivil(1, 1, 1), Timestamp.FromCivil(9999, 12, 31));

    // Months since January of year 0.
    private static long MonthOf(long second)
    {
        DateTime date = DateTime.UnixEpoch.AddSeconds(second);
        return (date.Year * 12) + date.Month - 1;
    }

    private static long FloorDivide(long value, long by) => (long)Math.Floor((decimal)value / by);
}
