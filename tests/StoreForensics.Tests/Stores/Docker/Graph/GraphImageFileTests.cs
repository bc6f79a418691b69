using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Graph;

namespace StoreForensics.Tests.Stores.Docker.Graph;

/// <summary>One image's directory of the graph: its parent, its size, its time, and where it came from.</summary>
internal sealed class GraphImageFileTests
{
    private static readonly string s_id = new('a', 64), s_parent = new('b', 64), s_other = new('c', 64);

    /// <param name="file">What the file <c>parent</c> holds; null: it is not there.</param>
    /// <param name="json">Fields of the json; <c>P</c> is the parent's id, <c>O</c> another.</param>
    /// <param name="parent">Which of the two it is.</param>
    [TestCase(null, "", null)]
    [TestCase(null, "\"parent\":\"P\",", "P")]
    [TestCase(null, "\"parent\":\"\",", null)]
    [TestCase("P", "\"parent\":\"O\",", "P")]
    [TestCase("P\n", "", "P")]
    [TestCase("", "\"parent\":\"P\",", "P")]
    [TestCase(null, "\"parent_id\":\"sha256:P\",", "P")]
    [TestCase(null, "\"parent\":\"P\",\"parent_id\":\"sha256:O\",", "P")]
    public void The_parent_is(string? file, string json, string? parent)
    {
        MadeStore store = Make(Filled(json), "10");
        if (file is not null)
            store.File($"graph/{s_id}/parent", Filled(file));
        Assert.That(Read(store)!.ParentId, Is.EqualTo(parent is null ? null : Filled(parent)));
    }

    [TestCase("1234", "", 1234, "")]
    [TestCase("1234\n", "", 1234, "")]
    [TestCase("0", "\"Size\":7,", 0, "")]
    [TestCase("-1", "\"Size\":7,", null, "SF-GRAPH-0004")]
    [TestCase("many", "", null, "SF-GRAPH-0004")]
    [TestCase("99999999999999999999", "", null, "SF-GRAPH-0004")]
    [TestCase(null, "\"Size\":7,", 7, "SF-GRAPH-0009")]
    [TestCase(null, "", null, "SF-GRAPH-0009")]
    public void The_size_is(string? layerSize, string json, long? size, string codes)
    {
        MadeStore store = Make(json, layerSize);
        Assert.That(Read(store)!.OwnSize, Is.EqualTo(size));
        Assert.That(string.Join(' ', store.Codes), Is.EqualTo(codes));
    }

    /// <summary>The engine writes the size when it registers the image.</summary>
    [Test]
    public void The_file_of_the_size_tells_when_the_image_came()
    {
        Image image = Read(Make("", "10"))!, without = Read(Make("", null))!;
        Assert.That((image.Registered?.Seconds, image.RegisteredOrigin?.Path.ToString()), Is.EqualTo(((long?)1_600_000_000, $"graph/{s_id}/layersize")));
        Assert.That((without.Registered, without.RegisteredOrigin), Is.EqualTo(((Timestamp?)null, (Origin?)null)));
    }

    [TestCase("\"created\":\"2014-01-02T03:04:05.6Z\",", "2014-01-02T03:04:05.600000000Z", "")]
    [TestCase("\"created\":\"0001-01-01T00:00:00Z\",", null, "")]
    [TestCase("\"created\":\"\",", null, "")]
    [TestCase("\"created\":\"yesterday\",", null, "SF-GRAPH-0003")]
    public void The_time_is(string json, string? time, string codes)
    {
        MadeStore store = Make(json, "10");
        Assert.That(Read(store)!.Created?.Time.ToString(), Is.EqualTo(time));
        Assert.That(string.Join(' ', store.Codes), Is.EqualTo(codes));
    }

    [TestCase("\"parent\":\"P\",\"container\":\"x\",\"container_config\":{\"Cmd\":[\"/bin/sh\",\"-c\",\"#(nop) CMD [sh]\"]},", Provenance.BuiltClassic)]
    [TestCase("\"parent\":\"P\",\"container\":\"x\",\"container_config\":{\"Cmd\":[\"nginx\"]},", Provenance.Committed)]
    [TestCase("\"comment\":\"Imported from -\",", Provenance.Imported)]
    [TestCase("\"parent\":\"P\",", Provenance.Unknown)]
    [TestCase("\"a\": \"b\",", Provenance.PulledOrLoaded)]
    public void It_came(string json, string how) => Assert.That(Read(Make(Filled(json), "10"))!.Provenance?.Origin, Is.EqualTo(how));

    [Test]
    public void Without_a_json_there_is_no_image()
    {
        MadeStore store = new MadeStore().File($"graph/{s_id}/layersize", "10");
        Assert.That(Read(store), Is.Null);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-GRAPH-0001" }));
    }

    /// <summary>The directory's name is the id; another in the json is told.</summary>
    [Test]
    public void Another_id_does_not_count()
    {
        MadeStore store = new MadeStore().File($"graph/{s_id}/json", $$"""{"id":"{{s_other}}"}""").File($"graph/{s_id}/layersize", "1");
        Assert.That(Read(store)!.Id, Is.EqualTo(s_id));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-GRAPH-0002" }));
    }

    private static string Filled(string text) => text.Replace("P", s_parent, StringComparison.Ordinal).Replace("O", s_other, StringComparison.Ordinal);

    private static MadeStore Make(string json, string? layerSize)
    {
        MadeStore store = new MadeStore().File($"graph/{s_id}/json", "{" + json + "\"id\":\"" + s_id + "\"}");
        return layerSize is null ? store : store.File($"graph/{s_id}/layersize", layerSize);
    }

    private static Image? Read(MadeStore store)
    {
        var info = new StoreInfo { Name = "aufs", Driver = "aufs", Era = "graph", Root = new Origin("store", default) };
        int directory = store.Tree.Find(0, System.Text.Encoding.ASCII.GetBytes("graph/" + s_id));
        return new GraphImageFile(new EvidenceFiles(store, store.Problems), info).Read(directory, s_id);
    }
}
