using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Output;

/// <summary>A timeline that tells how many of its events all of its readers together have taken.</summary>
internal sealed class CountedTimeline(ITimeline inner, Action<long> taken) : ITimeline
{
    private const int Step = 1024;

    private long _taken;

    public TimelineSummary Summary => inner.Summary;

    public ClockReport? Clocks => inner.Clocks;

    public ReadOnlyMemory<byte> Sha256Of(IEvidenceSource source, int node) => inner.Sha256Of(source, node);

    public IEnumerable<TimelineEvent> Events()
    {
        int since = 0;
        foreach (TimelineEvent e in inner.Events())
        {
            yield return e;
            if (++since < Step)
                continue;
            taken(Interlocked.Add(ref _taken, since));
            since = 0;
        }
        Interlocked.Add(ref _taken, since);
    }
}
