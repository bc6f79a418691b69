using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Timeline;

/// <summary>Merges sorted runs and makes rows of them; see <see cref="ITimeline"/>.</summary>
internal sealed class SortedTimeline(IReadOnlyList<EventRun> runs, IReadOnlyList<IEvidenceSource> sources, SubjectTable subjects, TimeMeanings meanings,
    FileDigests digests, FindingTags findings) : ITimeline
{
    private TimelineSummary? _summary;

    public ClockReport? Clocks { get; init; }

    public TimelineSummary Summary => _summary ??= Summarise();

    public ReadOnlyMemory<byte> Sha256Of(IEvidenceSource source, int node)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            if (ReferenceEquals(sources[i], source))
                return digests.Get(i, source.Tree.FirstLink(node));
        }
        return default;
    }

    public IEnumerable<TimelineEvent> Events()
    {
        var reader = new EventReader(sources, subjects, meanings, digests, findings);
        using var merge = new RunMerge(runs);
        while (merge.MoveNext())
            yield return reader.Read(merge.Current);
    }

    private TimelineSummary Summarise()
    {
        var counts = new long[EventTypes.Names.Count];
        var days = new List<DayCount>();
        Primitives.Timestamp? first = null, last = null;
        long count = 0;
        using var merge = new RunMerge(runs);
        while (merge.MoveNext())
        {
            ref readonly EventRecord record = ref merge.Current.Record;
            count++;
            counts[(int)record.Type]++;
            first ??= record.Time;
            last = record.Time;
            AddDay(days, record);
        }
        return new TimelineSummary { Count = count, CountByType = counts, First = first, Last = last, Days = days };
    }

    private static void AddDay(List<DayCount> days, in EventRecord record)
    {
        long day = (long)Math.Floor(record.Seconds / 86400.0);
        bool isFile = record.Type is >= EventType.StoreFileModified;
        if (days.Count == 0 || days[^1].Day != day)
            days.Add(new DayCount(day, 0, 0));
        days[^1] = days[^1] with { Files = days[^1].Files + (isFile ? 1 : 0), Others = days[^1].Others + (isFile ? 0 : 1) };
    }
}
