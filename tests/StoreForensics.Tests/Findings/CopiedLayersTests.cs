using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>What is found in an image's layer and in the build cache's copy of it is found once; another file of that path is another finding.</summary>
public sealed class CopiedLayersTests
{
    [Test]
    public void A_copy_of_an_images_file_joins_the_images_finding()
    {
        Finding[] found = [.. CopiedLayers.Fold([Of("key", 7, "app:1"), Of("key", 7)])];
        Assert.That(found, Has.Length.EqualTo(1));
        Assert.That(found[0].Subjects, Is.EqualTo(new[] { "app:1" }));
        Assert.That(found[0].Count, Is.EqualTo(1));
        Assert.That(found[0].Origins, Has.Count.EqualTo(2));
    }

    [TestCase("key", 8)]
    [TestCase("longer key", 7)]
    public void Another_file_stays(string content, long time) =>
        Assert.That(CopiedLayers.Fold([Of("key", 7, "app:1"), Of(content, time)]).Count(), Is.EqualTo(2));

    [Test]
    public void What_no_image_has_stays() => Assert.That(CopiedLayers.Fold([Of("key", 7), Of("key", 8)]).Count(), Is.EqualTo(2));

    private static Finding Of(string content, long time, params string[] subjects)
    {
        Layer layer = new TestLayer("a" + subjects.Length).File("keys", content, time: time).Over(null);
        int node = layer.Files!.Tree.Find(0, "keys"u8);
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
            Subjects = subjects,
            Path = new EvidencePath("/keys"u8.ToArray()),
            Origins = [new Origin("test", new EvidencePath(TestLayer.Bytes($"{subjects.Length}/keys")))],
            Entries = [new FindingEntry(layer.Files.Source, node)],
        };
    }
}
