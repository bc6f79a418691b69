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
        var days = new DayCounts();
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
            days.Add(record.Seconds, record.Type);
        }
        return new TimelineSummary { Count = count, CountByType = counts, First = first, Last = last, Days = days.Days };
    }
}
