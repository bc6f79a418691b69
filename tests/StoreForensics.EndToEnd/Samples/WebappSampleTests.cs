using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>
/// The program's answers on webapp-20.10 (Docker 20.10, overlay2, power cut) are those that the engine gave just before the cut. Ids and times change
/// whenever the sample is recorded anew, so nothing here names one.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class WebappSampleTests
{
    private const string None = "<none>";
    private readonly RecordedSample _sample = new("webapp-20.10");

    [Test]
    public void Published_digest_is_that_of_the_archive()
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_sample.Archive)));
        Assert.That(_sample.Text("SHA256SUMS"), Is.EqualTo($"{digest}  webapp-20.10.tar.gz\n"));
        Assert.That(_sample.Text("../README.md"), Does.Contain(digest));
        Assert.That(new FileInfo(_sample.Archive).Length, Is.LessThan(1_500_000));
    }

    [TestCase("images.jsonl")]
    [TestCase("images-all.jsonl", "--all")]
    public void Images_are_those_of_the_engine(string table, params string[] options)
    {
        var disagreements = new Disagreements();
        disagreements.SameSet(table, _sample.Answers(table).Select(EngineImageRow),
            _sample.Ask("images", options).Select(row => $"{row.Text("repository") ?? None}:{row.Text("tag") ?? None} {row.Text("id")}"));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_image_is_what_inspect_said()
    {
        var own = _sample.Ask("images", "--all").DistinctBy(row => row.Text("id")).ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (EngineImage image in _sample.Images.Select(EngineImage.Of))
        {
            JsonRow row = own[image.Id];
            disagreements.Same($"parent of {image.Id}", image.Parent, row.TextOrNull("parent"));
            disagreements.Same($"created of {image.Id}", image.Created, EngineTime.Canonical(row.Text("created")));
            disagreements.Same($"docker_version of {image.Id}", image.DockerVersion, row.TextOrNull("docker_version"));
            disagreements.Same($"author of {image.Id}", image.Author, row.TextOrNull("author"));
            disagreements.Same($"comment of {image.Id}", image.Comment, row.TextOrNull("comment"));
            disagreements.Same($"architecture of {image.Id}", image.Architecture, row.TextOrNull("architecture"));
            disagreements.Same($"size of {image.Id}", image.OwnSize, row.Number("size"));
        }
        disagreements.Same("images", own.Count, _sample.Json("engine/info.json").GetProperty("Images").GetInt32());
        disagreements.AssertNone(200);
    }

    [Test]
    public void Every_container_is_what_inspect_said()
    {
        var own = _sample.Ask("containers").ToDictionary(row => row.Text("id")!);
        EngineContainer[] engine = [.. _sample.Containers.Select(EngineContainer.Of)];
        var disagreements = new Disagreements();
        disagreements.SameSet("containers", engine.Select(container => container.Id), own.Keys);
        foreach (EngineContainer container in engine)
            CompareContainer(disagreements, container, own[container.Id]);
        disagreements.AssertNone(100);
    }

    [Test]
    public void Published_ports_are_those_of_ps()
    {
        var own = _sample.Ask("containers").ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (JsonElement row in _sample.Answers("ps.jsonl"))
        {
            // The client of 20.10 prints an address of IPv6 without its brackets; those since 27 with them, as this program does.
            string[] ports = row.GetProperty("Ports").GetString()!.Replace(":::", "[::]:", StringComparison.Ordinal).Split(", ",
                StringSplitOptions.RemoveEmptyEntries);
            disagreements.SameSet($"ports of {row.Text("names")}", ports, own[row.Text("id")!].List("ports"));
        }
        disagreements.AssertNone(7);
    }

    [Test]
    public void Every_step_of_every_history_is_the_engines()
    {
        var disagreements = new Disagreements();
        foreach ((string image, JsonElement[] steps) in _sample.Histories)
        {
            IReadOnlyList<JsonRow> own = _sample.Ask("history", image);
            disagreements.SameList($"history of {image}", steps.Select(EngineStep), own.Select(OwnStep));
        }
        disagreements.AssertNone(8);
    }

    [Test]
    public void Every_diff_is_the_engines()
    {
        var disagreements = new Disagreements();
        foreach ((string container, string[] lines) in _sample.Diffs)
            disagreements.SameSet($"diff of {container}", lines,
                _sample.Ask("diff", container).Select(row => $"{row.Text("change")} {Lossy(RawBytes.OfJsonPath(row))}"));
        disagreements.AssertNone(7);
    }

    /// <summary>Of the json-file driver, its rotated files included, and of the local driver.</summary>
    [Test]
    public void Every_line_of_every_log_is_the_engines()
    {
        var disagreements = new Disagreements();
        foreach ((string container, string stream, string[] lines) in _sample.Logs)
        {
            var own = _sample.Ask("logs", container).Where(row => row.Text("stream") == stream);
            disagreements.SameList($"{stream} of {container}", lines, own.Select(row => $"{Zulu(row.Text("time")!)} {row.Text("text")!.TrimEnd('\n')}"));
        }
        disagreements.AssertNone(12);
    }

    [Test]
    public void Timeline_has_each_event_of_images_and_containers_once()
    {
        var rows = new TimelineRows(_sample.Timeline);
        EngineContainer[] containers = [.. _sample.Containers.Select(EngineContainer.Of)];
        string[] images = [.. _sample.Images.Select(image => image.Text("id")!)];
        var disagreements = new Disagreements();
        disagreements.SameSet("container.created", containers.Select(c => $"{c.Name} {c.Created}"), Told(rows, "container.created"));
        disagreements.SameSet("container.started", containers.Where(c => c.Started is not null).Select(c => $"{c.Name} {c.Started}"),
            Told(rows, "container.started"));
        disagreements.SameSet("container.finished", containers.Where(c => c.Finished is not null).Select(c => $"{c.Name} {c.Finished}"),
            Told(rows, "container.finished"));
        disagreements.Same("image.created", images.Length, rows.Of("image.created").Count());
        disagreements.Same("image.registered", images.Length, rows.Of("image.registered").Count());
        disagreements.Same("image.committed", 1, rows.Of("image.committed").Count());
        disagreements.Same("container.log", _sample.Logs.Sum(log => log.Lines.Length), rows.Of("container.log").Count());
        disagreements.Same("network.created", _sample.Answers("networks-inspect.jsonl").Length, rows.Of("network.created").Count());
        disagreements.AssertNone();
    }

    [Test]
    public void Timeline_has_each_file_of_each_layer_once_as_it_lay_on_disk()
    {
        var rows = new TimelineRows(_sample.Timeline);
        var disagreements = new Disagreements();
        disagreements.SameSortedSet("layer.file.modified", LayerFiles().Where(file => !file.Entry.IsOverlayWhiteout).Select(Spell),
            rows.Of("layer.file.modified").Where(row => row.Path != "/").Select(Spell));
        disagreements.AssertNone();
    }

    /// <summary>An opaque directory hides what the layers below have in it: each name is told besides the whiteouts, with the tag that says so.</summary>
    [Test]
    public void Timeline_has_each_deletion_of_each_layer_once()
    {
        var rows = new TimelineRows(_sample.Timeline);
        var deletions = rows.Of("layer.file.deleted").ToLookup(row => row["tag"].Split(',').Contains("opaque"));
        var disagreements = new Disagreements();
        // Those of images are dated by the build step.
        var steps = rows.Of("build.step").Where(row => row["layer"].Length > 0).ToDictionary(row => row["layer"], row => row.Time);
        disagreements.SameSortedSet("whiteouts", LayerFiles().Where(file => file.Entry.IsOverlayWhiteout).Select(file =>
            $"{file.Layer} {file.Path} {steps.GetValueOrDefault(file.Layer, file.Entry.Modified)}"),
            deletions[false].Select(row => $"{row["layer"]} {row.Path} {row.Time}"));
        foreach (string opaque in _sample.Opaque)
        {
            string[] parts = opaque.Split("/diff");
            disagreements.True($"something hidden by {opaque}",
                deletions[true].Any(row => "overlay2/" + row["layer"] == parts[0] && row.Path.StartsWith(parts[1] + "/", StringComparison.Ordinal)));
        }
        disagreements.AssertNone(3);
    }

    [Test]
    public void What_is_planted_is_in_the_timeline_of_its_subject()
    {
        var rows = new TimelineRows(_sample.Timeline).All.ToLookup(row => row["path"]);
        var disagreements = new Disagreements();
        foreach (JsonElement item in _sample.Json("planted.json").GetProperty("planted").EnumerateArray())
        {
            string subject = item.Text("subject") ?? "";
            if (item.Text("path") is { } path)
                disagreements.True($"{path} of {subject}",
                    rows[path].Any(row => row["container"].Split('|').Concat(row["image"].Split('|')).Contains(subject)));
        }
        disagreements.AssertNone(10);
    }

    /// <summary>The engine no longer knows them: a network and a volume, both in free
    /// pages of their databases, and an image whose container is still there.</summary>
    [Test]
    public void What_was_removed_is_found_again()
    {
        using var scratch = new ScratchFolder();
        string report = scratch.File("case.json");
        BuiltProgram.Run("analyze", _sample.Archive, "--hash", "none", "-o", report).MustExit(0);
        using JsonDocument inventory = JsonDocument.Parse(File.ReadAllBytes(report));
        string[] found = [.. inventory.RootElement.GetProperty("leftovers").EnumerateArray().Select(item => $"{item.Text("kind")} {item.Text("name")}")];
        Assert.That(found, Is.SupersetOf(new[] { "recovered network staging", "recovered volume staging-data", "container without image orphan" }));
    }

    private static void CompareContainer(Disagreements disagreements, EngineContainer container, JsonRow row)
    {
        string name = container.Name;
        disagreements.Same("name", name, row.Text("name"));
        disagreements.Same($"image of {name}", container.Image, row.Text("image"));
        disagreements.Same($"image_id of {name}", container.ImageId, row.Text("image_id"));
        disagreements.Same($"command of {name}", container.Command, row.Text("command"));
        disagreements.Same($"state of {name}", container.State, row.Text("state"));
        disagreements.Same($"exit_code of {name}", container.ExitCode, row.Number("exit_code"));
        disagreements.Same($"created of {name}", container.Created, EngineTime.Canonical(row.Text("created")));
        disagreements.Same($"started of {name}", container.Started, EngineTime.Canonical(row.Text("started")));
        disagreements.Same($"finished of {name}", container.Finished, EngineTime.Canonical(row.Text("finished")));
        disagreements.Same($"privileged of {name}", container.Privileged, row.Flag("privileged") ?? false);
        disagreements.SameList($"cap_add of {name}", container.CapAdd, row.List("cap_add"));
        disagreements.SameList($"cap_drop of {name}", container.CapDrop, row.List("cap_drop"));
        disagreements.Same($"pid_mode of {name}", container.PidMode, row.TextOrNull("pid_mode"));
        disagreements.Same($"network_mode of {name}", container.NetworkMode, row.TextOrNull("network_mode"));
        disagreements.SameList($"env of {name}", container.Env, row.List("env"));
        disagreements.SameSet($"labels of {name}", container.Labels.Select(Pair), row.Map("labels").Select(Pair));
        disagreements.SameSet($"mounts of {name}", container.Mounts.Select(mount => mount.ToString()), row.Objects("mounts").Select(Mount));
        disagreements.Same($"restart_policy of {name}", container.RestartPolicy, row.TextOrNull("restart_policy"));
    }

    private static IEnumerable<string> Told(TimelineRows rows, string type) => rows.Of(type).Select(row => $"{row["container"]} {row.Time}");

    private static string EngineImageRow(JsonElement row) => $"{row.Text("repository")}:{row.Text("tag")} {row.Text("id")}";

    private static string EngineStep(JsonElement step) =>
        $"{step.GetProperty("CreatedAt").GetString()} {step.GetProperty("CreatedBy").GetString()} {step.GetProperty("Size").GetString()} {step.GetProperty("Comment").GetString()}";

    // The client prints whole seconds.
    private static string OwnStep(JsonRow row) =>
        $"{row.Text("created")![..19]}Z {row.Text("created_by")} {row.Number("size")?.ToString(CultureInfo.InvariantCulture)} {row.Text("comment")}";

    private static string Mount(JsonRow mount) => new EngineMount(
        mount.Text("type")!, mount.Text("source")!, mount.Text("destination")!, mount.Flag("rw") ?? false, mount.TextOrNull("name")).ToString();

    private static string Pair(KeyValuePair<string, string?> pair) => $"{pair.Key}={pair.Value}";

    private static string Zulu(string time) => time.Replace("+00:00", "Z", StringComparison.Ordinal);

    private static string Lossy(string raw) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw));

    private IEnumerable<(string Layer, string Path, StatEntry Entry)> LayerFiles() =>
        from entry in _sample.Stat.Entries
        let parts = entry.Path.Split('/', 4)
        where parts is ["overlay2", _, "diff", _]
        select (parts[1], "/" + parts[3], entry);

    private static string Spell((string Layer, string Path, StatEntry Entry) file) =>
        $"{file.Layer} {file.Path} {file.Entry.Kind} {file.Entry.Mode} {file.Entry.Uid}:{file.Entry.Gid} {file.Entry.Modified}";

    private static string Spell(TimelineRow row) => $"{row["layer"]} {row.Path} {row["kind"]} {row["mode"]} {row["uid"]}:{row["gid"]} {row.Time}";
}
