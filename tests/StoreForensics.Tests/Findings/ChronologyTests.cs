using StoreForensics.Evidence;
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

    /// <summary>What a pulled image's history tells was done elsewhere.</summary>
    [TestCase(Provenance.Pulled, "Image x:1, by its own history: a happened.")]
    [TestCase(Provenance.BuiltClassic, "Image x:1: a happened.")]
    public void What_was_done_before_an_image_came_is_its_own_word(string origin, string expected)
    {
        Inventory inventory = Of(origin, made: 1_700_000_000, registered: 1_700_000_100);
        Assert.That(ChronologyTeller.Tell(inventory, [Found("a", 0) with { Subjects = ["x:1"] }]).Select(e => e.Sentence), Has.Member(expected));
    }

    /// <summary>An image can say any time of itself; a name can be older than the image that has it now.</summary>
    [TestCase(Provenance.Unknown, 1_600_000_000, null, 1_600_000_000, "Image x:1 says that it was made then; when it came here is not recorded.")]
    [TestCase(Provenance.Unknown, 1_600_000_000, 1_700_000_000L, 1_700_000_000, "Image x:1 became known here.")]
    [TestCase(Provenance.BuiltBuildKit, 1_700_000_003, 1_700_000_000L, 1_700_000_003, "Image x:1 was built here.")]
    [TestCase(Provenance.BuiltBuildah, 1_700_000_000, 1_700_000_001L, 1_700_000_001, "Image x:1 was built here.")]
    public void When_an_image_came(string origin, long made, long? registered, long expected, string sentence)
    {
        ChronologyEntry told = ChronologyTeller.Tell(Of(origin, made, registered), []).Single();
        Assert.That((told.Time.Seconds, told.Sentence), Is.EqualTo((expected, sentence)));
    }

    [Test]
    public void What_was_recovered_of_a_container_is_told_of_a_container()
    {
        var inventory = new Inventory();
        inventory.Recovered.Containers.Add(new Container { Id = new string('a', 64), Name = "x", Store = s_store, Origin = default });
        Assert.That(ChronologyTeller.Tell(inventory, [Found("a", 0)]).Select(e => e.Sentence), Is.EqualTo(new[] { "Container x: a happened." }));
    }

    /// <summary>A file system tells when something was removed to the second, an engine when it ended to the nanosecond.</summary>
    [Test]
    public void A_container_ended_before_it_was_removed()
    {
        var inventory = new Inventory();
        inventory.Recovered.Containers.Add(new Container
        {
            Id = new string('a', 64),
            Name = "x",
            State = "exited",
            Store = s_store,
            Origin = default,
            Started = new RecordedTime(new Timestamp(1_700_000_000, 0), ""),
            Finished = new RecordedTime(new Timestamp(1_700_000_005, 7), ""),
            Recovery = new Recovery(Certainty.Intact, "", new Timestamp(1_700_000_005, 0)),
        });
        Assert.That(ChronologyTeller.Tell(inventory, []).Select(e => e.Sentence.Split(' ')[2]), Is.EqualTo(new[] { "was", "ended", "was" }));
    }

    private static readonly StoreInfo s_store = new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = default };

    private static Inventory Of(string origin, long made, long? registered)
    {
        var image = new Image
        {
            Id = "sha256:1",
            Store = s_store,
            Origin = new Origin("e", default),
            Created = new RecordedTime(new Timestamp(made, 0), ""),
            Registered = registered is { } at ? new Timestamp(at, 0) : null,
            Provenance = new Provenance(origin, null, []),
        };
        image.References.Add(new ImageReference("x", "1", null));
        var inventory = new Inventory();
        inventory.Images.Add(image);
        return inventory;
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
