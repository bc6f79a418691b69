using System.Formats.Tar;
using System.IO.Compression;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using StoreForensics.Tests.Ingest.FileSystems;
using StoreForensics.Tests.Ingest.Partitions.Thin;

namespace StoreForensics.Tests.Ingest.DiskImages;

/// <summary>devicemapper's loop files: a thin pool in two files of the evidence, whatever that comes in.</summary>
internal sealed class LoopPoolTests
{
    private const int Block = MadePool.BlockBytes;
    private static readonly string s_below = new('1', 64), s_above = new('2', 64), s_gone = new('3', 64);

    private string _directory = "";
    private string _root = "";
    private Scratch _scratch = null!;

    [SetUp]
    public void Make()
    {
        _directory = Directory.CreateTempSubdirectory("sf-loop-").FullName;
        _scratch = new Scratch(_directory);
        _root = Path.Combine(_directory, "root");
        byte[] below = NestedExt2.Image("rootfs", "etc"), above = NestedExt2.Image("rootfs", "srv");
        Assert.That((below.Length, above.Length), Is.EqualTo((Block, Block)));
        File("devicemapper/devicemapper/data", [.. new byte[Block], .. above, .. new byte[Block], .. below, .. NestedExt2.Image("other")]);
        File("devicemapper/devicemapper/metadata", new MadePool { Transaction = 7 }.With(1, (0, 4)).With(2, (0, 3)).With(5, (0, 1)).With(6, (0, 3))
            .Metadata(1 << 20, 5));
        Device("base", 1);
        Device(s_below, 2);
        Device(s_above, 5);
        Device(s_gone, 9);
        File("devicemapper/metadata/transaction-metadata", "{\"open_transaction_id\":7,\"device_hash\":\"x\",\"device_id\":5}"u8);
    }

    [TearDown]
    public void Remove()
    {
        _scratch.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [TestCase("directory")]
    [TestCase("tar")]
    [TestCase("gzip")]
    public void Layers_are_the_trees_of_its_devices(string wrapping)
    {
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open(wrapping, problems);
        DriverLayer[] layers = Layers(opened, problems);
        Assert.That(layers.Select(l => (l.Id, l.Files is { } f ? Names(f) : null)),
            Is.EqualTo(new[] { (s_below, "etc"), (s_above, "srv"), (s_gone, (string?)null) }));
        Assert.Multiple(() =>
        {
            Assert.That(layers[0].Files!.IsWholeTree, Is.True);
            Assert.That(layers[0].Files!.Source.Origin(layers[0].Files!.Root).ToString(), Does.EndWith("devicemapper/devicemapper/data!device2/rootfs"));
            Assert.That(layers[2].Unreachable, Does.StartWith("the pool in devicemapper/data has no device of its number").And.Contain("device 9"));
            Assert.That(layers.Select(l => l.IsRemoving), Is.All.False);
            Assert.That(problems.Sorted().Select(p => (p.Code, p.Message.Contains("(6)", StringComparison.Ordinal))), Is.EqualTo([("SF-DEVMAP-0002", true)]));
            Assert.That(((INestedPools)opened.Source).Nested.Select(n => n.File.Source), Is.EqualTo([opened.Source]));
        });
    }

    [TestCase(8, "interrupted")]
    [TestCase(70, "not of one time")]
    public void Another_transaction_than_the_engine_recorded_is_told(int open, string words)
    {
        File("devicemapper/metadata/transaction-metadata", System.Text.Encoding.ASCII.GetBytes($"{{\"open_transaction_id\":{open}}}"));
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open("directory", problems);
        Layers(opened, problems);
        Assert.That(problems.Sorted().Single(p => p.Code == "SF-DEVMAP-0001").Message, Does.Contain(words));
    }

    [Test]
    public void A_device_marked_deleted_is_being_removed_and_one_without_rootfs_says_so()
    {
        File($"devicemapper/metadata/{s_below}", "{\"device_id\":2,\"deleted\":true}"u8);
        Device(s_above, 1);
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open("directory", problems);
        DriverLayer[] layers = Layers(opened, problems);
        Assert.That(layers[0].IsRemoving, Is.True);
        Assert.That(layers[1].Unreachable, Does.StartWith("the file system on its device").And.Contain("no directory rootfs"));
    }

    [TestCase("devicemapper/devicemapper/metadata")]
    [TestCase("devicemapper/devicemapper/data")]
    public void A_pool_that_cannot_be_read_leaves_its_layers_out_of_reach(string cut)
    {
        File(cut, [1, 2, 3]);
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open("directory", problems);
        Assert.That(Layers(opened, problems).Select(l => l.Unreachable), Has.All.StartWith("its files lie in a devicemapper thin pool"));
        Assert.That(problems.HasDamage || problems.Sorted().Any(p => p.Code == PartitionProblems.OddPool), Is.True);
    }

    private static string Names(StoreForensics.Model.LayerFiles files) =>
        string.Join(' ', files.Tree.Children(files.Root).ToArray().Select(n => System.Text.Encoding.UTF8.GetString(files.Tree.Name(n))));

    private static DriverLayer[] Layers(OpenedEvidence opened, ProblemLog problems)
    {
        var files = new EvidenceFiles(opened.Source, problems);
        int root = opened.Source.Tree.Find(EvidenceTree.Root, "devicemapper"u8);
        return [.. new DeviceMapperDriver(files, root).Layers()];
    }

    private OpenedEvidence Open(string wrapping, ProblemLog problems)
    {
        string path = _root;
        if (wrapping != "directory")
        {
            path = Path.Combine(_directory, "evidence");
            TarFile.CreateFromDirectory(_root, path, includeBaseDirectory: false);
            if (wrapping == "gzip")
            {
                using var packed = new GZipStream(System.IO.File.Create(path + ".gz"), CompressionLevel.Fastest);
                packed.Write(System.IO.File.ReadAllBytes(path));
                path += ".gz";
            }
        }
        return EvidenceOpener.Open(path, new OpenOptions { Scratch = _scratch, Problems = problems });
    }

    private void Device(string id, int number) =>
        File($"devicemapper/metadata/{id}", System.Text.Encoding.ASCII.GetBytes($"{{\"device_id\":{number},\"size\":65536}}"));

    private void File(string path, ReadOnlySpan<byte> content)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllBytes(full, content);
    }
}
