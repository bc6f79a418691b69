using StoreForensics.Findings;
using StoreForensics.Model;
using static StoreForensics.Tests.Stores.GraphSample;

namespace StoreForensics.Tests.Stores;

/// <summary>How images of the graph era came to be: the line end of their JSON tells nothing, and a pull and a load look alike.</summary>
internal sealed class GraphProvenanceTests
{
    private const string Run = "\"container_config\":{\"Cmd\":[\"/bin/bash\"]},\"container\":\"CONTAINER\",";

    [TestCase("\n")]
    [TestCase("")]
    public void A_commit_is_told_whatever_its_file_ends_in(string end)
    {
        MadeStore store = Committed(GraphSample.Container, end);
        Inventory inventory = store.Read();

        Provenance told = inventory.FindImage(Top).Provenance!;
        Assert.That((told.Origin, told.Made), Is.EqualTo((Provenance.Committed, Provenance.Committed)));
        Assert.That(told.Signs, Has.Some.Contains("the container that it was made of is here"));
        Assert.That(FindingsExaminer.Find(inventory, null, store.Problems).Count(f => f.Rule == "image-committed"), Is.EqualTo(1));
    }

    [Test]
    public void Where_nothing_tells_it_is_unknown()
    {
        Inventory inventory = Committed(new string('8', 64), "\n").Read();
        Provenance told = inventory.FindImage(Top).Provenance!;
        Assert.That((told.Origin, told.Made), Is.EqualTo((Provenance.Unknown, Provenance.Committed)));
        Assert.That(told.Signs[^1], Is.EqualTo("it was registered 2447 days after it was created; whether it was made here, pulled or loaded is not recorded"));
    }

    [Test]
    public void Registered_when_it_was_created_is_made_here()
    {
        MadeStore store = Committed(new string('8', 64), "\n").Replace($"graph/{Top}/json", "2014-01-01T00:00:00Z", "2020-09-13T12:26:39Z");
        Assert.That(store.Read().FindImage(Top).Provenance!.Origin, Is.EqualTo(Provenance.Committed));
    }

    [TestCase("\"id\":", "\"id\": ")]
    [TestCase("\"id\":\"", "\"x\":\"")]
    public void What_an_engine_does_not_write_was_pulled_or_loaded(string part, string instead) =>
        Assert.That(Make().Replace($"graph/{Top}/json", part, instead).Read().FindImage(Top).Provenance!.Origin, Is.EqualTo(Provenance.PulledOrLoaded));

    private static MadeStore Committed(string container, string end)
    {
        string path = $"graph/{Top}/json";
        MadeStore store = Make().Replace(path, "\"created\"", Run.Replace("CONTAINER", container, StringComparison.Ordinal) + "\"created\"");
        return store.File(path, store.Text(path) + end);
    }
}
