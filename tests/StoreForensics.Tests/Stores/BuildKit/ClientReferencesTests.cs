using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Stores.BuildKit;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>What clients keep of the builds that they asked for.</summary>
internal sealed class ClientReferencesTests
{
    private const string Known = "54ysy5aouogb0ceosc9niewth", Unknown = "u4ip8qusvoszx99bxksntq56m";
    private const string Refs = "/.docker/buildx/refs/default/default/";

    [TestCase("root")]
    [TestCase("home/ops")]
    public void A_reference_says_where_it_was_built_from(string home)
    {
        BuildRecord build = Join(new MadeStore().File(home + Refs + Known,
            """{"Target":"default","LocalPath":"/home/ops/src","DockerfilePath":"/home/ops/src/Dockerfile.x"}"""))[0];
        Assert.That((BuildNaming.Context(build), BuildNaming.Dockerfile(build), BuildNaming.Name(build)),
            Is.EqualTo(("/home/ops/src", "Dockerfile.x", "src/Dockerfile.x")));
        Assert.That(build.Client!.Builder, Is.EqualTo("default/default"));
    }

    /// <summary>Interrupted, pruned, or never begun.</summary>
    [Test]
    public void One_that_no_builder_knows_is_a_build_without_a_record()
    {
        BuildRecord build = Join(new MadeStore().File("root" + Refs + Unknown, """{"LocalPath":"/src"}""")
            .File("root/.docker/buildx/refs/__group__/x", "{}"))[1];
        Assert.That((build.Id, build.IsRecorded, BuildStatus.Word(build), build.Started), Is.EqualTo((Unknown, false, "unrecorded", (Timestamp?)null)));
        Assert.That(build.Origin.Path.ToString(), Does.EndWith(Unknown));
    }

    [Test]
    public void One_that_cannot_be_read_is_still_one()
    {
        MadeStore store = new MadeStore().File("root" + Refs + Unknown, "{");
        Assert.That(Join(store)[1].Id, Is.EqualTo(Unknown));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-JSON-0002" }));
    }

    [Test]
    public void Links_and_other_names_are_none() =>
        Assert.That(Join(new MadeStore().Link("root" + Refs + Unknown, "/etc/passwd").File("root" + Refs + "README", "{}")), Has.Count.EqualTo(1));

    private static List<BuildRecord> Join(MadeStore store)
    {
        store.Folder("var/lib/docker");
        var inventory = new Inventory();
        Origin root = ((IEvidenceSource)store).Origin(store.Tree.Find(EvidenceTree.Root, "var/lib/docker"u8));
        var info = new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = root };
        inventory.Stores.Add(info);
        inventory.Builds.Add(new BuildRecord { Id = Known, Store = info, Origin = info.Root });
        new ClientReferences(new EvidenceFiles(store, store.Problems), inventory).Join();
        return inventory.Builds;
    }
}
