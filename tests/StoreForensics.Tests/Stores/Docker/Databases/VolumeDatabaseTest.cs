using System.Text.Json;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Databases;
using StoreForensics.Tests.Formats.Bolt;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Stores.Docker.Databases;

public sealed class VolumeDatabaseTest
{
    [Test]
    public void TellsLiveRemovedAndEarlierApart()
    {
        var b = new BoltBuilder();
        byte[] file = b
            .Leaf(2, b.Inline("volumes", Volume("data", """{"tier":"db"}"""), Volume("kept")))
            .Leaf(3, b.Inline("volumes", Volume("data"), Volume("just-removed"), Volume("kept")))
            .Leaf(4, b.Inline("volumes", Volume("kept"), Volume("long-gone", """{"a":"2"}""")))
            .Leaf(5, Volume("kept"), Volume("long-gone", """{"a":"1"}"""), Volume("split-off"), Value("odd", "{}"), Value("x", "not JSON"))
            .Meta(0, 2, 8).Meta(1, 3, 7).Build();

        VolumeDatabase volumes = Read(file, out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        Assert.That(Names(volumes.Live), Is.EqualTo(new[] { "data Live p2", "kept Live p2" }));
        Assert.That(Names(volumes.Removed), Is.EqualTo(new[] { "just-removed Previous p3", "long-gone Carved p4", "split-off Carved p5" }));
        Assert.That(Names(volumes.Earlier), Is.EqualTo(new[] { "data Previous p3", "long-gone Carved p5" }));
        Assert.That(volumes.Live.First().Labels, Is.EqualTo(new Dictionary<string, string> { ["tier"] = "db" }));
        Assert.That(volumes.Live.Last().Labels, Is.Null);
        Assert.That(volumes.Live.First().Driver, Is.EqualTo("local"));
    }

    /// <summary>The newest root page is not in the file, or its meta page is torn: what an older state has may be live.</summary>
    [TestCase(9ul, null)]
    [TestCase(2ul, 1ul)]
    public void WhatOnlyAnOlderStateHasIsNotCalledRemoved(ulong root, ulong? checksum)
    {
        var b = new BoltBuilder();
        byte[] file = b
            .Leaf(2, b.Inline("volumes", Volume("data"), Volume("new")))
            .Leaf(3, b.Inline("volumes", Volume("data")))
            .Meta(0, root, 8, checksum: checksum).Meta(1, 3, 7).Build();

        VolumeDatabase volumes = Read(file, out _);

        Assert.That(volumes.Removed, Is.Empty);
        Assert.That(Names(volumes.Uncertain), Is.EqualTo(new[] { checksum is null ? "data Previous p3" : "new Carved p2" }).Or.EqualTo(
            new[] { "data Previous p3", "new Carved p2" }));
    }

    [Test]
    public void ALiveRecordThatIsNotJsonKeepsItsName()
    {
        var b = new BoltBuilder();
        byte[] file = b.Leaf(2, b.Inline("volumes", Value("broken", "{"), Value("renamed", """{"Name":"other"}"""))).Meta(0, 2, 2).Meta(1, 2, 1).Build();

        VolumeDatabase volumes = Read(file, out IReadOnlyList<Problem> problems);

        Assert.That(volumes.Live.Select(v => v.Name), Is.EqualTo(new[] { "broken", "renamed" }));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-VOLDB-0001", "SF-VOLDB-0002" }));
    }

    /// <summary>Text that .NET refuses to decode is what Go makes of it; names of fields count in any case, and the last of two.</summary>
    [Test]
    public void RecordsAreReadAsGoReadsThem()
    {
        var b = new BoltBuilder();
        byte[] value = [.. """{"\ud800":"\udfff","Name":"v","Driver":"local","driver":"a\ud800","LABELS":{"k\udfff":"1","K":"2","bad":"x"""u8, 0xFF, .. "\"}}"u8];
        byte[] file = b.Leaf(2, b.Inline("volumes", Value("v", value))).Meta(0, 2, 2).Meta(1, 2, 1).Build();

        VolumeDatabaseRecord volume = Read(file, out _).Live.Single();

        Assert.That(volume.Driver, Is.EqualTo("a\uFFFD"));
        Assert.That(volume.Labels, Is.EqualTo(new Dictionary<string, string> { ["k\uFFFD"] = "1", ["K"] = "2", ["bad"] = "x\uFFFD" }));
    }

    [TestCase("shop/shop.tar.gz", "shop/truth/volumes.txt")]
    [TestCase("attic/attic.tar.xz", "attic/truth/volumes.txt")]
    [TestCase("nest/nest.tar.xz", "nest/truth/volumes.txt")]
    public void RealDatabasesAgreeWithTheEngine(string archive, string truth)
    {
        byte[] file = SharedEvidence.Files("evidence/" + archive)["var/lib/docker/volumes/metadata.db"];
        IEnumerable<string> expected = File.ReadLines(SharedEvidence.PathOf("evidence/" + truth)).Skip(1)
            .Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        VolumeDatabase volumes = Read(file, out IReadOnlyList<Problem> problems);

        Assert.That(volumes.Live.Select(v => $"{v.Driver} {v.Name}"), Is.EquivalentTo(expected));
        Assert.That(problems, Is.Empty);
    }

    [Test]
    public void RealLabelsAgreeWithTheEngine()
    {
        byte[] file = SharedEvidence.Files("evidence/shop/shop.tar.gz")["var/lib/docker/volumes/metadata.db"];
        byte[] inspect = SharedEvidence.Files("evidence/shop/truth/inspect.tar.xz")["inspect/volume-shopdb.json"];
        using JsonDocument truth = JsonDocument.Parse(inspect);
        IEnumerable<string> labels = truth.RootElement[0].GetProperty("Labels").EnumerateObject().Select(p => $"{p.Name}={p.Value.GetString()}");

        VolumeDatabaseRecord volume = Read(file, out _).Live.Single(v => v.Name == "shopdb");

        Assert.That(volume.Labels!.Select(l => $"{l.Key}={l.Value}"), Is.EquivalentTo(labels));
        Assert.That(volume.IsAnonymous, Is.False);
    }

    /// <summary>Empty databases of 2017 and 2018; the first has a meta page without checksum, from boltdb.</summary>
    [TestCase("aufs.v2.tgz", "SF-BOLT-0003")]
    [TestCase("overlay2.v2.tgz", "")]
    public void OldDatabasesWithoutVolumes(string archive, string codes)
    {
        byte[] file = SharedEvidence.Files("evidence-public/docker-explorer/" + archive)["docker/volumes/metadata.db"];

        VolumeDatabase volumes = Read(file, out IReadOnlyList<Problem> problems);

        Assert.That(volumes.Records, Is.Empty);
        Assert.That(volumes.File.Root!.Bucket("volumes"), Is.Not.Null);
        Assert.That(string.Join(' ', problems.Select(p => p.Code)), Is.EqualTo(codes));
    }

    private static VolumeDatabase Read(byte[] file, out IReadOnlyList<Problem> problems)
    {
        var log = new ProblemLog();
        VolumeDatabase volumes = VolumeDatabase.Read(file, log, BoltAsserts.Origin);
        problems = log.Sorted();
        return volumes;
    }

    private static IEnumerable<string> Names(IEnumerable<VolumeDatabaseRecord> records) => records.Select(r => $"{r.Name} {r.Source} p{r.Page}");

    private static Item Volume(string name, string labels = "null") => Value(name, $$"""{"Name":"{{name}}","Driver":"local","Labels":{{labels}},"Options":null}""");
}
