using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>Those events of a timeline whose whole row is wanted: texts and tags are made when a row is.</summary>
internal sealed class MatchedTimeline(ITimeline inner, EventFilter filter) : ITimeline
{
    private TimelineSummary? _summary;

    public TimelineSummary Summary => _summary ??= Summarise();

    public ClockReport? Clocks => inner.Clocks;

    public ReadOnlyMemory<byte> Sha256Of(IEvidenceSource source, int node) => inner.Sha256Of(source, node);

    public IEnumerable<TimelineEvent> Events() => inner.Events().Where(filter.Accepts);

    private TimelineSummary Summarise()
    {
        var counts = new long[EventTypes.Names.Count];
        var days = new DayCounts();
        Timestamp? first = null, last = null;
        long count = 0;
        foreach (TimelineEvent e in Events())
        {
            count++;
            counts[(int)e.Type]++;
            first ??= e.Time;
            last = e.Time;
            days.Add(e.Time.Seconds, e.Type);
        }
        return new TimelineSummary { Count = count, CountByType = counts, First = first, Last = last, Days = days.Days };
    }
}
