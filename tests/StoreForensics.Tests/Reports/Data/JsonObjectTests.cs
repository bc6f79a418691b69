using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Json.Objects;
using StoreForensics.Views;
using static StoreForensics.Tests.Reports.Data.EventDraft;

namespace StoreForensics.Tests.Reports.Data;

public sealed class JsonObjectTests
{
    private static readonly Inventory s_inventory = SampleInventory.Make();

    [Test]
    public void Inventory_is_the_reviewed_one() =>
        GoldenFile.AssertIs("inventory.json", Samples.Write(new InventoryJsonWriter(), Samples.Case(inventory: SampleInventory.Make())));

    [Test]
    public void Compact_inventory_says_the_same()
    {
        byte[] pretty = Samples.Write(new InventoryJsonWriter(), Samples.Case(inventory: s_inventory));
        byte[] compact = Samples.Write(new InventoryJsonWriter { Pretty = false }, Samples.Case(inventory: s_inventory));

        Assert.That(compact.Count(b => b == '\n'), Is.EqualTo(1));
        Assert.That(JsonElement.DeepEquals(JsonDocument.Parse(pretty).RootElement, JsonDocument.Parse(compact).RootElement));
    }

    [Test]
    public void Objects_are_the_reviewed_ones() => GoldenFile.AssertIs("objects.jsonl", Lines(lines =>
    {
        foreach (ImageRow row in ImageRows.Of(s_inventory, all: true))
            Line(lines, json => ImageJson.Write(json, row));
        foreach (Container container in ContainerRows.Of(s_inventory))
            Line(lines, json => ContainerJson.Write(json, container));
        foreach (BuildStep step in HistoryJson.NewestFirst(s_inventory.Images[1]))
            Line(lines, json => HistoryJson.Write(json, step));
        Line(lines, json => HistoryJson.Write(json, s_inventory.Images[1].Steps[0], Changes("var/lib/docker"), ContentDigests.None));
        foreach (FileChange change in Changes("var/lib/docker/100000.200000/"))
            Line(lines, json => FileChangeJson.Write(json, change));
        Line(lines, json => LogJson.Write(json, new Timestamp(1, 2), "stdout", Bytes("a ‹\u00ff› \u001b[2J")));
        Line(lines, json => LogJson.Write(json, null, "stderr", []));
        Line(lines, json => InfoJson.Write(json, Samples.Case().Evidence[0], s_inventory, 7, new Timestamp(-1, 0), null,
            new ClockReport([new ClockStatement(ClockWeight.Limits, "a limit", 2)]), 3));
        Line(lines, json => EvidenceJson.Write(json, Samples.Case().Evidence[0]));
        Line(lines, json => VolumeJson.Write(json, s_inventory.Volumes[0]));
        Line(lines, json => NetworkJson.Write(json, s_inventory.Networks[0]));
        Line(lines, json => WhoseJson.Write(json, new PathOwner
        {
            Store = s_inventory.Stores[0],
            Layer = s_inventory.Layers[1],
            Images = ["web:1"],
            ImageIds = [SampleInventory.TopId],
            Path = "/a\u00ff"u8.ToArray()
        }));
        Line(lines, json => LeftoverJson.Write(json, s_inventory.Leftovers[0]));
        Line(lines, json => LayerJson.Write(json, s_inventory.Layers[2]));
        Line(lines, json => StoreJson.Write(json, s_inventory.Stores[0]));
        foreach (Problem problem in Samples.Case().Problems)
            Line(lines, json => ProblemJson.Write(json, problem));
    }));

    [TestCase("images", "id repository tag digests created parent size docker_version architecture os author comment store layers")]
    [TestCase("containers", "id name image image_id command created started finished state exit_code pid privileged cap_add cap_drop network_mode pid_mode "
        + "env labels mounts ports restart_policy log_path links layer store")]
    [TestCase("history", "step created created_by instruction size layer comment author empty_layer added modified deleted changes")]
    [TestCase("diff", "change path kind mode uid gid size mtime")]
    [TestCase("logs", "time stream text")]
    public void Keys_of_the_contract_are_there(string command, string keys)
    {
        JsonElement value = JsonDocument.Parse(Lines(lines => Line(lines, json => WriteOne(json, command)))).RootElement;

        Assert.That(keys.Split(' ').Where(key => !value.TryGetProperty(key, out _)), Is.Empty);
    }

    [Test]
    public void Image_takes_the_comment_of_its_newest_step()
    {
        JsonElement image = JsonDocument.Parse(Lines(lines => Line(lines, json => WriteOne(json, "images")))).RootElement;

        Assert.That(image.GetProperty("comment").GetString(), Is.EqualTo("buildkit.dockerfile.v0"));
        Assert.That(image.GetProperty("created").GetString(), Is.EqualTo("2023-11-14T22:13:22.000000500Z"));
        Assert.That(image.GetProperty("layers").EnumerateArray().Select(l => l.GetString()), Is.EqualTo(new[] { "cache-1", "cache-2" }));
    }

    [Test]
    public void Docker_s_never_is_null()
    {
        JsonElement container = JsonDocument.Parse(Lines(lines => Line(lines, json => WriteOne(json, "containers")))).RootElement;

        Assert.That(container.GetProperty("finished").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(container.GetProperty("finished_text").GetString(), Is.EqualTo("0001-01-01T00:00:00Z"));
    }

    [Test]
    public void A_long_object_streams()
    {
        var target = new CountingStream();
        var lines = new JsonLineWriter(target);
        HistoryJson.Write(lines.Json, s_inventory.Images[1].Steps[0], Enumerable.Repeat(Changes("d"), 5000).SelectMany(c => c), ContentDigests.None);
        Assert.That(target.Writes, Is.GreaterThan(10), "before the line ends");
        lines.EndLine();
        lines.Flush();

        Assert.That(JsonDocument.Parse(target.ToArray()).RootElement.GetProperty("added").GetInt32(), Is.EqualTo(10000));
    }

    [TestCase("var/lib/docker/100000.200000", 100000u, 200000u)]
    [TestCase("100000.200000/", 100000u, 200000u)]
    [TestCase("var/lib/docker", null, null)]
    [TestCase("var/1.x", null, null)]
    [TestCase("var/.5", null, null)]
    [TestCase("var/99999999999.5", null, null)]
    public void A_remapped_root_is_known_by_its_name(string root, uint? uid, uint? gid)
    {
        UserNamespace? remapped = UserNamespace.Named(Encoding.UTF8.GetBytes(root.TrimEnd('/').Split('/')[^1]));

        Assert.That((remapped?.Uids.Ranges[0].OnDisk, remapped?.Gids.Ranges[0].OnDisk), Is.EqualTo((uid, gid)));
        Assert.That(new UserNamespace(100, 200).UidInContainer(99), Is.EqualTo(65534));
        Assert.That(new UserNamespace(100, 200).GidInContainer(200), Is.Zero);
    }

    private static void WriteOne(Utf8JsonWriter json, string command)
    {
        switch (command)
        {
            case "images": ImageJson.Write(json, ImageRows.Of(s_inventory, all: false)[0]); break;
            case "containers": ContainerJson.Write(json, s_inventory.Containers[0]); break;
            case "history": HistoryJson.Write(json, s_inventory.Images[1].Steps[0], Changes("d"), ContentDigests.None); break;
            case "diff": FileChangeJson.Write(json, Changes("d")[0]); break;
            default: LogJson.Write(json, null, null, []); break;
        }
    }

    private static FileChange[] Changes(string root)
    {
        var builder = new EvidenceTreeBuilder();
        builder.Add("etc/passwd"u8, new EntryMetadata
        {
            Kind = EntryKind.File,
            Mode = 0x1a4,
            Uid = 100005,
            Gid = 200006,
            Size = 9,
            Modified = new Timestamp(7, 8)
        }, out int file);
        builder.Add("l"u8, new EntryMetadata { Kind = EntryKind.Symlink, Mode = 0x1ff, Uid = 1, Gid = 2, Size = 3, LinkTarget = [1] }, out int link);
        int implied = builder.Find("etc"u8);
        var source = new FakeSource(builder.Seal());
        Layer layer = SampleInventory.Layer(SampleInventory.Store(root), "l",
            files: new LayerFiles(source, EvidenceTree.Root, StoreForensics.Stores.Drivers.NoWhiteouts.Instance, false));
        return
        [
            new FileChange('A', Bytes("/etc/‹\u00ff›"), layer, file),
            new FileChange('C', Bytes("/etc"), layer, implied, IsOwn: false),
            new FileChange('D', Bytes("/l"), layer, link),
            new FileChange('A', Bytes("/l"), layer, link),
        ];
    }

    private static void Line(JsonLineWriter lines, Action<Utf8JsonWriter> write)
    {
        write(lines.Json);
        lines.EndLine();
    }

    private static byte[] Lines(Action<JsonLineWriter> write)
    {
        using var target = new MemoryStream();
        using var lines = new JsonLineWriter(target);
        write(lines);
        lines.Flush();
        return target.ToArray();
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Writes++;
            base.Write(buffer, offset, count);
        }
    }
}
