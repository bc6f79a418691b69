using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>When things happened, as histograms: over the part where more than file times lie, and over the whole span.</summary>
internal sealed class ActivitySection(ReportContext context)
{
    private const string Scales = " All scales of counts over time are logarithmic, so that a single event is seen beside a million.";
    private const long Day = 86400;
    private const long FineSpan = 4 * Day; // up to here the events are read once more, for their time of day

    public IEnumerable<Block> Blocks()
    {
        TimelineSummary summary = context.Case.Timeline.Summary;
        if (summary is not { First: Timestamp first, Last: Timestamp last } || summary.Days.Count == 0)
            yield break;
        if (OtherSpan(summary, first.Seconds, last.Seconds) is (long from, long to))
        {
            if (to - from <= FineSpan)
                (from, to) = Exactly(from, to);
            (List<HistogramBar> near, string nearNote) = Bars(summary, from, to);
            yield return new Heading(3, "Events over time, while the engine ran");
            yield return new Histogram("Events over time, while the engine ran", Series, near);
            yield return new Paragraph(nearNote + " Only the part in which something other than file times was recorded.", ParagraphRole.Note);
        }
        (List<HistogramBar> bars, string note) = Bars(summary, first.Seconds, last.Seconds);
        yield return new Heading(3, "Events over time, all");
        yield return new Histogram("Events over time, all", Series, bars);
        yield return new Paragraph(note + Scales, ParagraphRole.Note);
    }

    private static string[] Series => ["Engine, images, containers, volumes, logs", "Files in layers and volumes"];

    private (List<HistogramBar> Bars, string Note) Bars(TimelineSummary summary, long from, long to)
    {
        bool fine = to - from <= FineSpan;
        var buckets = new TimeBuckets(from, to, wholeDays: !fine);
        var counts = new (long Others, long Files)[buckets.Count];
        if (fine)
            CountEvents(buckets, counts, from, to);
        else
            CountDays(summary, buckets, counts, from, to);
        List<HistogramBar> bars = [.. counts.Select((c, i) => new HistogramBar(buckets.Label(i, context.Format), [c.Others, c.Files]))];
        if (fine)
            return (bars, $"Each bar stands for {buckets.Step}; the first event is of {context.Format.Short(new Timestamp(from, 0))[..19]}.");
        return (bars, $"Each bar stands for {buckets.Step}." + (context.Format.Zone == "UTC" ? "" : " Days, months and years begin in UTC here."));
    }

    private static void CountDays(TimelineSummary summary, TimeBuckets buckets, (long Others, long Files)[] counts, long from, long to)
    {
        foreach (DayCount day in summary.Days)
        {
            if (day.Day < Math.Floor(from / (double)Day) || day.Day > Math.Floor(to / (double)Day))
                continue;
            ref (long Others, long Files) bar = ref counts[buckets.IndexOf(day.Day * Day)];
            bar.Others += day.Others;
            bar.Files += day.Files;
        }
    }

    private void CountEvents(TimeBuckets buckets, (long Others, long Files)[] counts, long from, long to)
    {
        foreach (TimelineEvent one in context.Case.Timeline.Events())
        {
            if (one.Time.Seconds < from || one.Time.Seconds > to)
                continue;
            ref (long Others, long Files) bar = ref counts[buckets.IndexOf(one.Time.Seconds)];
            if (EventKinds.IsFile(one.Type))
                bar.Files++;
            else
                bar.Others++;
        }
    }

    // Days are all that the summary knows; a run of minutes would be one bar of a day.
    private (long From, long To) Exactly(long from, long to)
    {
        long first = long.MaxValue, last = long.MinValue;
        foreach (TimelineEvent one in context.Case.Timeline.Events())
        {
            long second = one.Time.Seconds;
            if (second < from || second > to || EventKinds.IsFile(one.Type))
                continue;
            first = Math.Min(first, second);
            last = Math.Max(last, second);
        }
        return first <= last ? (first, last) : (from, to);
    }

    // Only where it is much shorter than the whole: else the second picture would repeat the first.
    private static (long From, long To)? OtherSpan(TimelineSummary summary, long first, long last)
    {
        List<DayCount> days = [.. summary.Days.Where(d => d.Others > 0)];
        if (days.Count == 0)
            return null;
        long from = days[0].Day * Day, to = (days[^1].Day * Day) + Day - 1;
        return to - from < (last - first) / 4 ? (from, to) : null;
    }
}
