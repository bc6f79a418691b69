using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Reports.Data;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Timeline;

public sealed class FindingTagsTests
{
    /// <summary>Reports read the timeline at the same time, each for itself: all are told the same, and none falls over another.</summary>
    [Test]
    public void Readers_at_the_same_time_are_told_the_same()
    {
        const int readers = 4, nodes = 20_000;
        IEvidenceSource source = new FakeSource(new EvidenceTreeBuilder().Seal());
        var tags = new FindingTags([.. Enumerable.Range(0, nodes).Select(i => Finding($"rule-{i}", source, i))], [source]);
        using var start = new Barrier(readers);
        var told = new string[readers][];
        var faults = new Exception?[readers];
        Thread[] threads = [.. Enumerable.Range(0, readers).Select(r => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                told[r] = [.. Enumerable.Range(0, nodes).Select(node => tags.Of(EventTags.Orphan, 0, node))];
            }
            catch (Exception e)
            {
                faults[r] = e;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.That(faults, Is.All.Null);
        Assert.That(told[0][7], Is.EqualTo("finding:rule-7,orphan"));
        Assert.That(told.Skip(1).Select(t => t.SequenceEqual(told[0])), Is.All.True);
    }

    private static Finding Finding(string rule, IEvidenceSource source, int node) => new()
    {
        Rule = rule,
        Severity = FindingSeverity.Low,
        Confidence = FindingConfidence.Low,
        Title = rule,
        Reason = rule,
        Attack = [],
        Next = "",
        Subjects = [],
        Path = "/x",
        Origins = [new Origin("fake", "x")],
        Entries = [new FindingEntry(source, node)],
        Stamp = new Timestamp(1, 0),
    };
}
