using StoreForensics.Model;
using StoreForensics.Model.Layout;
using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores.Docker.Roots;

/// <summary>A root of the graph era on which 1.10 or later was started: the new store beside the old one, which is left as it was.</summary>
internal sealed class MigratedRootTests
{
    private static readonly string s_old = new('7', 64);

    [Test]
    public void One_image_has_two_records()
    {
        Inventory inventory = Migrated().Read();

        Assert.That(inventory.Images.Select(i => (i.Id, i.EarlierRecords.Count)), Is.EqualTo(new[] { ("sha256:" + Id, 1) }));
        Assert.That(inventory.FindImage(s_old[..12]).Id, Is.EqualTo("sha256:" + Id), "by either id");
        Assert.That(inventory.Images[0].Provenance!.Signs, Has.Some.Contains($"graph/{s_old}/json"));
    }

    /// <summary>The migration gives every image the parent that it had in graph/, wherever it came from.</summary>
    [Test]
    public void A_local_parent_proves_nothing()
    {
        MadeStore store = Migrated().File($"{Notes}{Id}/parent", "sha256:" + new string('9', 64));
        Provenance told = store.Without("graph").Read().Images[0].Provenance!;
        Assert.That(told.Origin, Is.EqualTo(Provenance.Unknown));
        Assert.That(told.Signs, Has.None.Contains("local parent").And.Some.Contains("before the migration"));
        Assert.That(Make().File($"{Notes}{Id}/parent", "sha256:" + new string('9', 64)).Read().Images[0].Provenance!.Signs, Has.Some.Contains("local parent"));
    }

    [Test]
    public void Names_in_linkgraph_are_looked_for_in_both_stores()
    {
        MadeStore graph = GraphSample.Make(), store = Migrated();
        store.File("linkgraph.db", graph.Bytes("linkgraph.db")).Move(Home, "containers/" + GraphSample.Container);
        string config = $"containers/{GraphSample.Container}/config.v2.json";
        store.Replace(config, LayeredSample.Container, GraphSample.Container);
        Inventory inventory = store.Read();

        Assert.That(inventory.Leftovers.Where(l => l.Kind == "container name").Select(l => l.Detail), Has.None.Contains(GraphSample.Container));
    }

    [Test]
    public void A_mount_named_after_its_container_was_recorded_by_the_migration()
    {
        MadeStore store = Migrated().Move("overlay2/" + Own, "overlay2/" + LayeredSample.Container).File(Mount + "/mount-id", LayeredSample.Container);
        Assert.That(store.Read().Containers[0].Layer!.Traits, Is.EqualTo(LayerTraits.RecordedByMigration));
        Assert.That(Make().Read().Containers[0].Layer!.Traits, Is.EqualTo(LayerTraits.None));
    }

    private static MadeStore Migrated() =>
        Make().File($"graph/{s_old}/json", $$"""{"id":"{{s_old}}","created":"2014-01-01T00:00:00Z","container_config":{"Cmd":["/bin/sh","-c","#(nop) CMD x"]} }""")
            .File($"graph/{s_old}/layersize", "10").File("repositories-overlay2", $$$"""{"Repositories":{"app":{"latest":"{{{s_old}}}"} } }""")
            .File(".migration-v1-images.json", $$"""{"{{s_old}}":"sha256:{{Id}}"}""");
}
