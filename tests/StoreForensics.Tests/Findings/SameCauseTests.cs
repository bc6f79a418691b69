using StoreForensics.Findings;
using StoreForensics.Findings.Causes;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>Builds of one Dockerfile are one finding; two images that each have a key of their own at one path are two.</summary>
public sealed class SameCauseTests
{
    private static readonly HashSet<string> s_images = ["app:1", "app:2", "other:1"];

    [Test]
    public void The_same_bytes_in_two_images_are_one_finding()
    {
        Finding[] found = Fold(Of("key", 7, "app:1"), Of("key", 9, "app:2"));
        Assert.That(found.Select(f => string.Join(' ', f.Subjects)), Is.EqualTo(new[] { "app:1 app:2" }));
        Assert.That((found[0].Time, found[0].Count), Is.EqualTo((new Timestamp(7, 0), 2)), "the first of them in time");
    }

    [Test]
    public void Other_bytes_of_the_same_length_are_another_finding_with_its_own_time()
    {
        Finding[] found = Fold(Of("key", 7, "app:1"), Of("kez", 9, "other:1"));
        Assert.That(found.Select(f => (f.Subjects[0], f.Time)), Is.EquivalentTo(new[] { ("app:1", new Timestamp(7, 0)), ("other:1", new Timestamp(9, 0)) }));
    }

    [Test]
    public void What_is_said_of_a_container_stays_its_own() =>
        Assert.That(Fold(Of("key", 7, "app:1"), Of("kez", 9, "web")), Has.Length.EqualTo(2));

    /// <summary>Two builds that each delete a log do two things; two builds of one Dockerfile do one.</summary>
    [TestCase("RUN rm /keys", "RUN rm /keys", 1)]
    [TestCase("RUN rm /keys", "RUN apt-get clean; rm /keys", 2)]
    [TestCase("RUN rm /keys", null, 2)]
    public void What_is_gone_is_one_thing_where_one_command_did_it(string one, string? other, int expected)
    {
        Finding[] found = Fold(Of("key", 7, "app:1") with { IsOfAbsence = true, Cause = one },
            Of("key", 9, "other:1") with { IsOfAbsence = true, Cause = other });
        Assert.That(found, Has.Length.EqualTo(expected));
    }

    /// <summary>A deletion leaves no bytes to compare, and in some drivers no time: that the image is a commit of the container tells.</summary>
    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public void A_commit_repeats_what_its_container_deleted(bool isCommit, int expected)
    {
        var inventory = new Inventory();
        var store = new StoreInfo { Name = "vfs", Driver = "vfs", Era = "layered", Root = default };
        var image = new Image
        {
            Id = "sha256:1",
            Store = store,
            Origin = default,
            ContainerId = new string('a', 64),
            Provenance = new Provenance(isCommit ? Provenance.Committed : Provenance.BuiltClassic, null, []),
        };
        image.References.Add(new ImageReference("app", "1", null));
        inventory.Images.Add(image);
        inventory.Containers.Add(new Container { Id = new string('a', 64), Name = "web", Store = store, Origin = default });
        Finding[] found = [.. SameCause.Fold(
            [Of("", 7, "web") with { IsOfAbsence = true, Time = null }, Of("", 9, "db") with { IsOfAbsence = true }, Of("", 9, "app:1") with { IsOfAbsence = true }],
            s_images, new HashSet<string>(), CommitSources.Of(inventory))];
        Assert.That(found, Has.Length.EqualTo(expected + 1), "db has its own");
        Assert.That(found.Any(f => f.Subjects.Contains("web") && f.Subjects.Contains("app:1")), Is.EqualTo(isCommit));
    }

    [Test]
    public void Of_two_containers_with_a_file_of_one_name_the_commit_joins_the_one_whose_file_it_has()
    {
        Finding[] found = Fold(Of("abcd", 5, "db"), Of("key", 7, "web"), Of("key", 7, "app:1") with { Time = new Timestamp(9, 0) });
        Assert.That(found.Select(f => string.Join(' ', f.Subjects)), Is.EquivalentTo(new[] { "db", "app:1 web" }));
    }

    /// <summary>One value under one name in several places is one secret; another value is another.</summary>
    [Test]
    public void A_secret_is_told_once()
    {
        var sink = new FindingSink();
        var rule = new SecretRule();
        foreach ((string subject, TextKind kind, string text) in (ReadOnlySpan<(string, TextKind, string)>)[
            ("web.1", TextKind.Environment, "TOKEN=one"), ("web.2", TextKind.Environment, "TOKEN=one"), ("db", TextKind.Environment, "TOKEN=two"),
            ("web.1", TextKind.ContainerCommand, "start --TOKEN=one")])
            rule.Look(new TextSight { Kind = kind, Subjects = [subject], Text = text, Origin = new Origin("e", default) }, sink);
        Assert.That(sink.Sorted().Select(f => $"{string.Join(' ', f.Subjects)}: {f.Reason}"), Is.EquivalentTo(new[]
        {
            "db: TOKEN is set in the environment.", "web.1 web.2: TOKEN is set in the environment; so it is in the container's command.",
        }));
    }

    private static Finding[] Fold(params Finding[] findings) => [.. SameCause.Fold(findings, s_images, new HashSet<string>(), CommitSources.None)];

    private static Finding Of(string content, long time, string subject)
    {
        Layer layer = new TestLayer(subject).File("keys", content, time: time).Over(null);
        return new Finding
        {
            Rule = "persistence-ssh-key",
            Severity = FindingSeverity.High,
            Confidence = FindingConfidence.High,
            Basis = [],
            Alternatives = [],
            Title = "SSH key authorised",
            Reason = "/keys was added",
            Attack = [],
            Next = "",
            Subjects = [subject],
            Path = new EvidencePath("/keys"u8.ToArray()),
            Time = new Timestamp(time, 0),
            Count = 1,
            Origins = [new Origin("test", new EvidencePath(TestLayer.Bytes($"{subject}/keys")))],
            Entries = [new FindingEntry(layer.Files!.Source, layer.Files.Tree.Find(0, "keys"u8))],
        };
    }
}
