using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// A public graph-era root of Docker 1.8's time, taken while a container ran, so that its mounted copy (<c>aufs/mnt</c>) is in the archive too.
/// Compared with what the project that published it asserts and with what an independent script read from the members.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class PublicAufsTests
{
    private const string Archive = "evidence-public/docker-explorer/aufs.v1.tgz";
    private const string Running = "de44dd97cfd1c8d1c1aad7f75a435603991a7a39fa4f6b20a69bf4458809209c";
    private const string BaseLayer = "df557f39d413a1408f5c28d8aab2892f927237ec22e903ef04b331305130ab38";

    private JsonElement _asserted;
    private JsonElement _derived;
    private string _tar = "";
    private TimelineRows _rows = null!;

    [OneTimeSetUp]
    public void Ask()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("evidence-public/docker-explorer/expected.json")));
        JsonElement file = document.RootElement.GetProperty("files").GetProperty("aufs.v1.tgz");
        _asserted = file.GetProperty("asserted_upstream").Clone();
        _derived = file.GetProperty("derived").Clone();
        string archive = SharedFolder.Require(Archive);
        _tar = Unpacked.PlainTar(archive);
        _rows = new TimelineRows(CsvTable.Parse(BuiltProgram.Run("timeline", archive).MustExit(4).Output));
    }

    [Test]
    public void Containers_are_as_recorded()
    {
        var own = Ask("containers").ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (JsonElement container in _derived.GetProperty("containers").EnumerateArray())
        {
            string id = container.Text("id")!;
            JsonRow row = own[id];
            disagreements.Same($"name of {id}", container.Text("name")!.TrimStart('/'), row.Text("name"));
            disagreements.Same($"image of {id}", container.Text("imageref"), row.Text("image"));
            disagreements.Same($"image_id of {id}", container.Text("imageid"), row.Text("image_id"));
            disagreements.Same($"command of {id}", string.Join(' ', container.Texts("argv")), row.Text("command"));
            disagreements.Same($"created of {id}", EngineTime.Canonical(container.Text("created")), EngineTime.Canonical(row.Text("created")));
            disagreements.Same($"started of {id}", EngineTime.Canonical(container.Text("startedat")), EngineTime.Canonical(row.Text("started")));
            disagreements.Same($"finished of {id}", EngineTime.Canonical(container.Text("finishedat")), EngineTime.Canonical(row.Text("finished")));
            disagreements.Same($"running of {id}", container.Flag("running"), row.Text("state") == "running");
            disagreements.Same($"exit_code of {id}", container.Number("exitcode"), row.Number("exit_code"));
            disagreements.Same($"log lines of {id}", container.Number("jsonloglines"), (long)Ask("logs", id).Count);
        }
        disagreements.Same("containers", _asserted.Number("containercount"), (long)own.Count);
        disagreements.AssertNone(30);
    }

    [Test]
    public void The_image_and_its_history_are_as_recorded()
    {
        JsonRow image = Ask("images").Single();
        IReadOnlyList<JsonRow> history = Ask("history", "busybox");
        var layers = _derived.GetProperty("layers").EnumerateArray().ToList();
        var disagreements = new Disagreements();
        disagreements.Same("reference", "busybox:latest", $"{image.Text("repository")}:{image.Text("tag")}");
        disagreements.SameList("layers", layers.Select(layer => layer.Text("graphid")!).Reverse(), image.List("layers"));
        disagreements.Same("size", layers.Sum(layer => layer.Number("layersize")), image.Number("size"));
        disagreements.Same("docker_version", "18.06.1-ce", image.Text("docker_version"));
        foreach ((JsonElement layer, JsonRow row) in layers.Zip(history))
        {
            disagreements.Same("created_by", string.Join(' ', layer.Texts("cmd")), row.Text("created_by"));
            disagreements.Same("created", EngineTime.Canonical(layer.Text("created")), EngineTime.Canonical(row.Text("created")));
            disagreements.Same("size", layer.Number("layersize"), row.Number("size"));
        }
        disagreements.Same("steps", 2, history.Count);
        disagreements.AssertNone(10);
    }

    [Test]
    public void What_the_running_container_wrote_is_in_diff_and_timeline()
    {
        JsonElement container = _derived.GetProperty("containers").EnumerateArray().Single(c => c.Text("id") == Running);
        var diff = Ask("diff", Running).Select(row => $"{row.Text("change")} {row.Text("path")} {row.Text("kind")}");
        var disagreements = new Disagreements();
        disagreements.SameSet("diff", ["C /root dir", "A /root/.ash_history file", "C /tmp dir", "A /tmp/toto file"], diff);
        foreach (JsonElement change in container.GetProperty("rw_layer_changes").EnumerateArray())
        {
            string path = change.Text("path")!;
            TimelineRow[] rows = [.. _rows.Of("layer.file.modified").Where(row => row["layer"] == Running && row.Path == path)];
            disagreements.Same($"events of {path}", 1, rows.Length);
            foreach (TimelineRow row in rows)
            {
                disagreements.Same($"time of {path}", EngineTime.Canonical(change.Text("mtime")), row.Time);
                disagreements.Same($"mode of {path}", change.Text("mode")!.Replace("0o", "", StringComparison.Ordinal).PadLeft(4, '0'), row["mode"]);
                disagreements.Same($"uid of {path}", change.Number("uid"), TimelineRows.Number(row["uid"]));
                disagreements.Same($"gid of {path}", change.Number("gid"), TimelineRows.Number(row["gid"]));
            }
        }
        disagreements.AssertNone(12);
    }

    [Test]
    public void The_mounted_copy_is_not_counted_again()
    {
        var files = _rows.Of("layer.file.modified").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(files.Where(row => row["origin"].Contains("aufs/mnt/", StringComparison.Ordinal)).Select(row => row.ToString()), Is.Empty);
            Assert.That(files.Count(row => row.Path == "/tmp/toto"), Is.EqualTo(1));
            Assert.That(files.Count(row => row.Path == "/root/.ash_history"), Is.EqualTo(1));
            Assert.That(files.Count(row => row["layer"] == BaseLayer && row.Path == "/bin/makemime"), Is.EqualTo(1));
            Assert.That(files.Select(row => (row["layer"], row.Path)).Distinct().Count(), Is.EqualTo(files.Count));
        });
    }

    /// <summary>busybox is one file of many names; every name is a file.</summary>
    [Test]
    public void Every_name_of_a_hard_linked_file_is_a_file()
    {
        var bin = _rows.Of("layer.file.modified").Where(row => row["layer"] == BaseLayer && row.Path.StartsWith("/bin/", StringComparison.Ordinal)).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(bin, Has.Count.GreaterThan(380));
            Assert.That(bin.Where(row => row["kind"] != "file").Select(row => row.ToString()), Is.Empty);
            Assert.That(bin.Count(row => row["size"] == "1075464"), Is.GreaterThan(380), "the size of the file, under each name");
        });
    }

    private IReadOnlyList<JsonRow> Ask(string command, params string[] rest) =>
        BuiltProgram.Run([command, _tar, .. rest, "--format", "json"]).MustExit(4).JsonRows();
}
