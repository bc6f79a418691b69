using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Html;

/// <summary>A timeline made on the fly: one event instance is refilled for every row, as the real one does.</summary>
internal sealed class FakeTimeline(int count, Action<int, TimelineEvent> fill) : ITimeline
{
    private TimelineSummary? _summary;

    public TimelineSummary Summary => _summary ??= Summarise();

    public IEnumerable<TimelineEvent> Events()
    {
        var e = new TimelineEvent();
        for (int i = 0; i < count; i++)
        {
            Clear(e);
            fill(i, e);
            yield return e;
        }
    }

    private static void Clear(TimelineEvent e)
    {
        (e.TimeMeaning, e.Message, e.Path, e.LinkTarget, e.Sha256, e.Origin, e.Tag) = ("", default, default, default, default, default, "");
        (e.Change, e.Kind, e.Mode, e.Uid, e.Gid, e.Size) = (null, null, null, null, null, null);
    }

    private TimelineSummary Summarise()
    {
        var byType = new long[EventTypes.Names.Count];
        Timestamp? first = null, last = null;
        foreach (TimelineEvent e in Events())
        {
            byType[(int)e.Type]++;
            first ??= e.Time;
            last = e.Time;
        }
        return new TimelineSummary { Count = count, CountByType = byType, First = first, Last = last, Days = [] };
    }
}
