using StoreForensics.Findings.Chronology;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>The story as lanes: who, in which order, and what ties them.</summary>
public sealed class StoryTests
{
    private const long Noon = 1_700_000_000;

    private readonly Inventory _inventory = new();

    public StoryTests()
    {
        Layer ground = new TestLayer("ground").Over(null), work = new TestLayer("work").Over(ground), saved = new TestLayer("saved").Over(work);
        Image start = Made("app:1", Noon, null, ground, work), copy = Made("app:saved", Noon + 50, new string('c', 64), ground, work, saved);
        var run = new Container
        {
            Id = new string('c', 64),
            Name = "web",
            Store = ground.Store,
            Origin = ground.Origin,
            Image = start,
            Created = At(Noon + 10),
            Started = At(Noon + 11),
            Finished = At(Noon + 90),
            State = "exited",
        };
        _inventory.Images.AddRange([start, copy]);
        _inventory.Containers.Add(run);
        _inventory.Layers.AddRange([ground, work, saved]);
    }

    [Test]
    public void Lanes_stand_in_the_order_of_time_and_what_leads_from_one_to_the_other()
    {
        StoryPicture story = StoryTeller.Tell(_inventory, [Of("web", Noon + 20), Of("app:saved", Noon + 60), Of("app:1", Noon + 1)])!;
        Assert.Multiple(() =>
        {
            Assert.That(story.Lanes.Select(l => l.Names[0]), Is.EqualTo(new[] { "app:1", "web", "app:saved" }));
            Assert.That(story.Columns.Select(c => c.Seconds - Noon), Is.EqualTo(new long[] { 1, 10, 20, 50, 60 }));
            Assert.That(story.Ties.Select(t => $"{t.From} {t.Word} {t.To} at {t.Column}"),
                Is.EqualTo(new[] { "0 runs 1 at 1", "0 built from 2 at 3", "1 committed as 2 at 3" }));
            Assert.That(story.Lanes[1], Has.Property("From").EqualTo(1).And.Property("To").EqualTo(4).And.Property("IsContainer").True);
            Assert.That(story.Lanes.SelectMany(l => l.Marks).Select(m => m.Column), Is.EqualTo(new[] { 0, 2, 4 }));
        });
    }

    /// <summary>The layers would fit: that is no proof, for they would fit any container of that image.</summary>
    [Test]
    public void A_commit_that_names_no_container_ties_to_none()
    {
        var inventory = new Inventory();
        Image[] images = [.. _inventory.Images];
        inventory.Images.AddRange([images[0], Made("app:saved", Noon + 50, "of another", [.. images[1].Layers])]);
        inventory.Containers.AddRange(_inventory.Containers);
        StoryPicture story = StoryTeller.Tell(inventory, [Of("web", Noon + 20), Of("app:saved", Noon + 60), Of("app:1", Noon + 1)])!;
        Assert.That(story.Ties.Select(t => t.Word), Is.EqualTo(new[] { "runs", "built from" }));
    }

    [Test]
    public void The_same_bytes_tie_unless_they_are_stock([Values] bool isStock)
    {
        FindingContent content = new() { After = new FileGlance("text", 20, new string('a', 64)), IsStock = isStock };
        StoryPicture story = StoryTeller.Tell(_inventory, [Of("web", Noon + 20) with { Content = content }, Of("app:saved", Noon + 60) with { Content = content }])!;
        Assert.That(story.Ties.Count(t => t.Word == "same bytes"), Is.EqualTo(isStock ? 0 : 1));
    }

    [Test]
    public void Without_two_findings_that_weigh_there_is_no_story() => Assert.That(
        StoryTeller.Tell(_inventory, [Of("web", Noon), Of("app:1", Noon) with { Severity = FindingSeverity.Low }, Of("nobody", Noon)]), Is.Null);

    [Test]
    public void Many_moments_share_columns()
    {
        StoryPicture story = StoryTeller.Tell(_inventory, [.. Enumerable.Range(0, 500).Select(i => Of("web", Noon + (i * 7)) with { Path = $"/{i}" })])!;
        Assert.That(story.Columns, Has.Count.InRange(17, 32).And.Ordered);
        Assert.That(story.Lanes[0].Marks.Sum(m => m.Findings.Count), Is.EqualTo(500));
        Assert.That(story.Lanes[0].Marks[^1].Column, Is.EqualTo(story.Columns.Count - 1));
    }

    private static RecordedTime At(long seconds) => new(new Timestamp(seconds, 0), "");

    private static Image Made(string name, long time, string? committedOf, params Layer[] layers)
    {
        var image = new Image
        {
            Id = "sha256:" + new string(name[^1], 64),
            Store = layers[0].Store,
            Origin = layers[0].Origin,
            Created = At(time),
            ContainerId = committedOf,
            Provenance = committedOf is null ? null : new Provenance(Provenance.Committed, null, []),
        };
        image.Layers.AddRange(layers);
        image.References.Add(new ImageReference(name.Split(':')[0], name.Split(':')[1], null));
        return image;
    }

    private static Finding Of(string subject, long time) => new()
    {
        Rule = "miner",
        Severity = FindingSeverity.High,
        Confidence = FindingConfidence.High,
        Title = "t",
        Reason = "r",
        Attack = [],
        Next = "",
        Subjects = [subject],
        Time = new Timestamp(time, 0),
        Origins = [new Origin("test", subject)],
    };
}
