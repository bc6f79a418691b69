using StoreForensics.Findings;
using StoreForensics.Findings.Chronology;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Verification;

namespace StoreForensics.Tests.Findings;

[TestFixture]
internal sealed class ChronologyTests
{
    [Test]
    public void Of_the_sample_tells_the_turning_points_in_order()
    {
        Inventory inventory = VerifiedStore.Named("sample").Inventory;
        IReadOnlyList<ChronologyEntry> told = ChronologyTeller.Tell(inventory, FindingsExaminer.Find(inventory, null, new ProblemLog()));
        string text = string.Join('\n', told.Select(e => e.Sentence));
        Assert.Multiple(() =>
        {
            Assert.That(told.Select(e => e.Time), Is.Ordered);
            Assert.That(told, Has.Count.InRange(5, ChronologyTeller.MaxEntries));
            Assert.That(text, Does.Contain("Container web was created").And.Contain("was built here").And.Match("Container web: .*is a hidden program"));
            Assert.That(text, Does.Not.Contain("hunter2"));
        });
    }

    [Test]
    public void Findings_of_a_subject_within_a_minute_are_one_sentence()
    {
        Finding[] findings = [Found("a", 0), Found("b", 50), Found("c", 200), Found("d", 0, FindingSeverity.Low)];
        IReadOnlyList<ChronologyEntry> told = ChronologyTeller.Tell(new Inventory(), findings);
        Assert.That(told.Select(e => e.Sentence), Is.EqualTo(new[] { "Image x: a happened; b happened.", "Image x: c happened." }));
    }

    [Test]
    public void A_page_holds_the_most_severe()
    {
        Finding[] findings = [.. Enumerable.Range(0, 100).Select(i => Found($"r{i}", i * 1000)), Found("worst", 500_000, FindingSeverity.Critical)];
        IReadOnlyList<ChronologyEntry> told = ChronologyTeller.Tell(new Inventory(), findings);
        Assert.That(told, Has.Count.EqualTo(ChronologyTeller.MaxEntries));
        Assert.That(told.Select(e => e.Rule), Has.Member("worst"));
    }

    private static Finding Found(string rule, long second, FindingSeverity severity = FindingSeverity.High) => new()
    {
        Rule = rule,
        Severity = severity,
        Confidence = FindingConfidence.High,
        Title = rule,
        Reason = rule + " happened.",
        Attack = ["T1059"],
        Next = "look",
        Subjects = ["x"],
        Time = new Timestamp(1_700_000_000 + second, 0),
        Origins = [new Origin("e", default)],
    };
}
