using StoreForensics.Evidence;
using StoreForensics.Stores.Docker.Graph;

namespace StoreForensics.Tests.Stores.Docker.Graph;

internal sealed class RepositoriesFileTests
{
    [Test]
    public void There_is_one_for_each_driver_and_one_from_before_there_were_any()
    {
        MadeStore store = new MadeStore().File("repositories", Tags("old:1", "a")).File("repositories-vfs", Tags("new:2", "b"))
            .File("repositories.bak", Tags("bak:3", "c")).Folder("repositories-btrfs");
        Assert.That(Read(store).Select(f => (f.Driver, f.References.Single().Reference.ToString(), f.References.Single().ImageId)),
            Is.EqualTo(new[] { ("aufs", "old:1", "a"), ("vfs", "new:2", "b") }));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-STORE-0002" }), "of the directory in a file's place");
    }

    [TestCase("\"app\":{\"latest\":\"x\"}", "app:latest")]
    [TestCase("\"app\":{\"sha256:00\":\"x\"}", "app@sha256:00")]
    [TestCase("\"app\":{\"sha256:\":\"x\"}", "app:sha256:")]
    [TestCase("\"host:5000/app\":{\"1\":\"x\"}", "host:5000/app:1")]
    [TestCase("\"b\":{\"2\":\"x\",\"1\":\"x\"},\"a\":{\"1\":\"x\"}", "b:2 b:1 a:1")]
    [TestCase("\"app\":{\"1\":7,\"2\":\"x\"}", "app:2")]
    [TestCase("\"app\":[]", "")]
    public void A_reference_is_a_tag_or_a_digest(string repositories, string references) =>
        Assert.That(string.Join(' ', Read(new MadeStore().File("repositories-aufs", "{\"Repositories\":{" + repositories + "}}")).Single().References
            .Select(r => r.Reference.ToString())), Is.EqualTo(references));

    /// <summary>It is rewritten in place, and may be cut off.</summary>
    [Test]
    public void A_file_that_was_cut_is_there_without_references()
    {
        MadeStore store = new MadeStore().File("repositories-aufs", Tags("a:1", "x")[..20]);
        Assert.That(Read(store).Single().References, Is.Empty);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-JSON-0002" }));
    }

    private static string Tags(string reference, string id) =>
        $$$"""{"Repositories":{"{{{reference.Split(':')[0]}}}":{"{{{reference.Split(':')[1]}}}":"{{{id}}}"} } }""";

    private static IReadOnlyList<RepositoriesFile> Read(MadeStore store) =>
        RepositoriesFile.ReadAll(new EvidenceFiles(store, store.Problems), EvidenceTree.Root);
}
