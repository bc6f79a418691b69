using StoreForensics.Evidence;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Tests.Stores.Docker.Layered;

internal sealed class TagFileTests
{
    [TestCase("app", "app:latest", "app:latest")]
    [TestCase("docker.io/library/app", "docker.io/library/app:1", "app:1")]
    [TestCase("host:5000/app", "host:5000/app:1", "host:5000/app:1")]
    [TestCase("app", "app@sha256:00", "app@sha256:00")]
    [TestCase("host:5000/app", "host:5000/app@sha256:00", "host:5000/app@sha256:00")]
    public void A_name_is_a_whole_reference(string repository, string name, string reference) =>
        Assert.That(TagFile.Parse(repository, name).ToString(), Is.EqualTo(reference));

    [Test]
    public void References_come_as_they_are_recorded()
    {
        MadeStore store = new MadeStore().File("t", """{"Repositories":{"b":{"b:2":"sha256:x","b:1":"sha256:y"},"a":{"a:1":7,"a:2":"sha256:z"}}}""");
        Assert.That(TagFile.Read(new EvidenceFiles(store, store.Problems), store.Tree.Find(0, "t"u8)).Select(r => $"{r.Reference} {r.ImageId}"),
            Is.EqualTo(new[] { "b:2 sha256:x", "b:1 sha256:y", "a:2 sha256:z" }));
    }
}
