using StoreForensics.Findings;
using StoreForensics.Findings.Causes;
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
