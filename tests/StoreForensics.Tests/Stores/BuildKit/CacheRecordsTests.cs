using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>Records of the build cache.</summary>
internal sealed class CacheRecordsTests
{
    private const string Id = "r7ymbfzlqqz9ut9w9448uw1bq", Other = "nx9vy2zgosjr3vwg43w5pkopd";

    [Test]
    public void A_record_says_what_made_it_and_how_often_it_was_used()
    {
        BuildCacheRecord record = One(new MadeBuilder().Cache(Id, ("cache.createdAt", Value("1795971055131433131")), ("cache.lastUsedAt", Value("-1")),
            ("cache.usageCount", Value("3")), ("cache.description", Value("\"[2/5] RUN make\"")), ("cache.parent", Value("\"p\"")),
            ("snapshot.size", Value("8314")),
            ("snapshot.committed", Value("true")), ("cache.imageRefs", Value("[\"a:1\",\"b:2\"]")), ("cache.equalMutable", "")));
        Assert.Multiple(() =>
        {
            Assert.That((record.Type, record.Description, record.UsageCount, record.SizeBytes, record.IsMutable),
                Is.EqualTo(("regular", "[2/5] RUN make", 3, 8314, false)));
            Assert.That(record.Created, Is.EqualTo(new Timestamp(1795971055, 131433131)));
            Assert.That(record.LastUsed, Is.EqualTo(new Timestamp(-1, 999_999_999)));
            Assert.That(record.Parents, Is.EqualTo(new[] { "p" }));
            Assert.That(record.ImageReferences, Is.EqualTo(new[] { "a:1", "b:2" }));
        });
    }

    [Test]
    public void What_is_not_recorded_is_unknown()
    {
        BuildCacheRecord record = One(new MadeBuilder().Cache(Id, ("snapshot.size", Value("-1"))));
        Assert.That((record.Created, record.UsageCount, record.SizeBytes, record.Description, record.Layer),
            Is.EqualTo(((Timestamp?)null, (long?)null, (long?)null, (string?)null, (Layer?)null)));
        Assert.That(record.IsMutable, Is.True);
    }

    /// <summary>A cache mount that no step has open is there twice: the state that can be written to, and the same counted.</summary>
    [Test]
    public void A_mount_has_the_size_that_was_counted_for_it()
    {
        Inventory inventory = new MadeBuilder().Cache(Other, ("cache.equalMutable", Value($"\"{Id}\"")), ("snapshot.size", Value("77")))
            .Cache(Id, ("cache.recordType", Value("\"exec.cachemount\"")), ("cache-dir", Value("\"/pkg\""))).Read();
        BuildCacheRecord mount = inventory.BuildCache.Single(r => r.SameAs is null);
        Assert.That((mount.Id, mount.SizeBytes, mount.Key), Is.EqualTo((Id, 77, "/pkg")));
    }

    [Test]
    public void The_files_are_those_of_the_layer_that_is_called_so()
    {
        var builder = new MadeBuilder();
        var layer = new Layer { Id = "17", Store = MadeBuilder.Info, Origin = MadeBuilder.Info.Root, Snapshot = new("moby", "snap") };
        Assert.That(builder.Cache(Id, ("cache.snapshot", Value("\"snap\""))).Read(layers: layer).BuildCache.Single().Layer, Is.SameAs(layer));
    }

    /// <summary>20.10 renamed the file.</summary>
    [Test]
    public void The_older_database_is_read() =>
        Assert.That(new MadeBuilder().Cache(Id, ("cache.usageCount", Value("2"))).Read(cache: "metadata.db").BuildCache.Single().UsageCount, Is.EqualTo(2));

    [TestCase("{\"value\":")]
    [TestCase("\0\0\0")]
    public void A_value_that_is_no_JSON_is_said(string json)
    {
        var builder = new MadeBuilder();
        Assert.That(One(builder.Cache(Id, ("cache.usageCount", json))).UsageCount, Is.Null);
        Assert.That(builder.Store.Codes, Is.EqualTo(new[] { "SF-JSON-0002" }));
    }

    [TestCase("{\"value\":{}}")]
    [TestCase("{\"value\":\"x\"}")]
    [TestCase("[]")]
    [TestCase("{\"value\":1e400}")]
    public void A_value_of_another_type_is_none(string json) => Assert.That(One(new MadeBuilder().Cache(Id, ("cache.usageCount", json))).UsageCount, Is.Null);

    private static BuildCacheRecord One(MadeBuilder builder) => builder.Read().BuildCache.Single();

    private static string Value(string json) => $"{{\"value\":{json}}}";
}
