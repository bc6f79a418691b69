using StoreForensics.Model;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>A buildkitd that is nobody's: its databases in its own directory, cache and content in its worker's.</summary>
internal sealed class BuildKitEngineTests
{
    private const string Id = "54ysy5aouogb0ceosc9niewth";

    [TestCase("var/lib/buildkit")]
    [TestCase("var/lib/docker/volumes/buildx_buildkit_b0_state/_data")]
    public void Its_builds_and_its_cache_are_read(string root)
    {
        var builder = new MadeBuilder();
        byte[] log = BuildHistoryTests.Frame(new ProtobufMessage().Message(1, new ProtobufMessage().Text(1, "sha256:aa").Text(3, "[1/1] RUN make")));
        string digest = builder.Blob(log);
        builder.Record(Id, new ProtobufMessage().Text(1, Id).Time(6, 1, 0).Descriptor(8, "log", digest).Build())
            .Cache(Id, ("cache.usageCount", "{\"value\":2}"));
        builder.Read();
        MadeStore store = new MadeStore().File(root + "/cache.db", "").File(root + "/history.db", builder.Store.Bytes("buildkit/history.db"))
            .File(root + "/runc-overlayfs/metadata_v2.db", builder.Store.Bytes("buildkit/metadata_v2.db"))
            .File(root + "/runc-overlayfs/content/blobs/sha256/" + digest["sha256:".Length..], log);
        if (root.Contains("docker", StringComparison.Ordinal))
            store.Folder("var/lib/docker/containers").Folder("var/lib/docker/image/overlay2/imagedb/content/sha256").Folder("var/lib/docker/overlay2");
        Inventory inventory = store.Read();
        Assert.That(inventory.Builds.Select(b => (b.Id, b.Store.Name, b.Vertices.Count)), Is.EqualTo(new[] { (Id, "buildkit", 1) }));
        Assert.That(inventory.BuildCache.Select(r => (r.Id, r.UsageCount)), Is.EqualTo(new[] { (Id, (long?)2) }));
        Assert.That(inventory.Stores.Count(s => s.Era == "buildkit"), Is.EqualTo(1));
    }
}
