using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Output;

/// <summary>One evidence of a case with what is in it, in objects and in numbers.</summary>
internal sealed class EvidencePart
{
    private EvidencePart(EvidenceDetails evidence, Inventory inventory) => (Evidence, Inventory) = (evidence, inventory);

    public EvidenceDetails Evidence { get; }

    public Inventory Inventory { get; }

    public long Events { get; private set; }

    /// <summary>Null when there are no events.</summary>
    public Timestamp? First { get; private set; }

    public Timestamp? Last { get; private set; }

    /// <summary>Null where the clocks were not examined.</summary>
    public ClockReport? Clocks { get; private set; }

    public long Problems { get; private set; }

    /// <summary>In the order of the call. Problems past the limit of the log were counted only, for no evidence: they count for the first.</summary>
    public static IReadOnlyList<EvidencePart> Of(Analyzer analyzer, ITimeline timeline)
    {
        EvidencePart[] parts = [.. analyzer.Evidence.Select(e => new EvidencePart(e, analyzer.IsSeveral ? analyzer.Inventory.In(e.Name) : analyzer.Inventory))];
        if (parts.Length == 1)
            parts[0].Take(timeline);
        else
            Count(parts, timeline);
        IReadOnlyList<Problem> problems = analyzer.Problems.Sorted();
        foreach (EvidencePart part in parts)
            part.Problems = parts.Length == 1 ? problems.Count : problems.Count(p => p.Origin.Evidence == part.Evidence.Name);
        parts[0].Problems += analyzer.Problems.Dropped;
        return parts;
    }

    private static void Count(EvidencePart[] parts, ITimeline timeline)
    {
        Dictionary<string, EvidencePart> byName = parts.ToDictionary(p => p.Evidence.Name, StringComparer.Ordinal);
        foreach (EvidencePart part in parts)
            part.Clocks = timeline.Clocks?.In(part.Evidence.Name);
        foreach (TimelineEvent e in timeline.Events())
        {
            EvidencePart part = byName[e.Subject.Evidence];
            part.Events++;
            part.First ??= e.Time;
            part.Last = e.Time;
        }
    }

    private void Take(ITimeline timeline) =>
        (Events, First, Last, Clocks) = (timeline.Summary.Count, timeline.Summary.First, timeline.Summary.Last, timeline.Clocks);
}
