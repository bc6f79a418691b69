using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Stores.Registry;

/// <summary>The storage of a registry 2.8.2 that skopeo pushed to (Fixtures/make.sh): what skopeo says of its tags, and what was done to it.</summary>
internal sealed class RealRegistryTests
{
    private readonly Scratch _scratch = new();
    private readonly ProblemLog _problems = new();
    private readonly Inventory _inventory = new();
    private OpenedEvidence? _opened;

    private static string Fixture => Path.Combine(Checkout.Root, "tests/StoreForensics.Tests/Stores/Registry/Fixtures/registry.tar.gz");

    [OneTimeSetUp]
    public void Read()
    {
        _opened = EvidenceOpener.Open(Fixture, new OpenOptions { Scratch = _scratch, Problems = _problems, Keep = static (_, _) => true });
        WholeReading.Of(_opened.Source, _inventory, _problems);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _opened?.Dispose();
        _scratch.Dispose();
    }

    [Test]
    public void Tags_are_what_skopeo_says()
    {
        Assert.That(_problems.Sorted(), Is.Empty);
        string[] said = [.. Truth().Select(t => Row(Text(t, "tag"), Text(t, "digest"), Text(t, "created"), Texts(t, "diff_ids")))];
        Assert.That(said, Has.Length.EqualTo(3));
        foreach (string row in said)
        {
            string tag = row.Split(' ')[0];
            Image image = _inventory.Images.Single(i => i.DisplayNames.Contains(tag));
            Assert.That(Row(tag, row.Split(' ')[1], image.Created!.Value.Text ?? "", image.Layers.Select(l => l.DiffId!)), Is.EqualTo(row));
            Assert.That(image.References.Select(r => r.Digest), Has.Member(row.Split(' ')[1]), tag);
        }
    }

    [Test]
    public void A_tag_that_moved_and_one_that_was_removed_are_told()
    {
        string first = _inventory.Images.Single(i => i.DisplayNames.Contains("mill/rye:1")).Id;
        string second = _inventory.Images.Single(i => i.DisplayNames.Contains("mill/oat:1")).Id;
        Assert.That(_inventory.EngineEvents.Where(e => e.EventType == "image.tagged" && e.Message.Contains("mill/oat:1", StringComparison.Ordinal))
            .OrderBy(e => e.Time).Select(e => e.Image?.Id), Is.EqualTo(new[] { first, second }));
        Assert.That(_inventory.Leftovers.GroupBy(l => l.Kind).Select(k => $"{k.Key} {k.Count()}"),
            Is.EquivalentTo(new[] { "deleted manifest 1", "unfinished upload 1", "unnamed blob 3" }));
    }

    private IEnumerable<JsonElement> Truth()
    {
        IEvidenceSource source = _opened!.Source;
        using var reader = new StreamReader(source.Open(source.Tree.Find(EvidenceTree.Root, "truth.json"u8)));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.Clone())];
    }

    private static string Row(string tag, string digest, string created, IEnumerable<string> diffIds) => $"{tag} {digest} {created} {string.Join(',', diffIds)}";

    private static string Text(JsonElement of, string key) => of.GetProperty(key).GetString()!;

    private static IEnumerable<string> Texts(JsonElement of, string key) => of.GetProperty(key).EnumerateArray().Select(e => e.GetString()!);
}
