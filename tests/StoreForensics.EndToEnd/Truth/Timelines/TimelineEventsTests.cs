using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Timelines;

/// <summary>The timeline's other events: images, containers, logs, and what the
/// engine's own files tell by their mtime (docker-storage-formats.md 11).</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.All))]
internal sealed partial class TimelineEventsTests(GraphEvidence evidence)
{
    private static readonly string[] s_header =
    [
        "datetime", "timestamp_desc", "message", "event_type", "evidence", "store", "image", "image_id", "step", "command", "container",
        "container_id", "layer", "path", "change", "kind", "mode", "uid", "gid", "size", "link_target", "sha256", "tag", "origin",
    ];

    private TimelineRows _rows = null!;

    [OneTimeSetUp]
    public void Ask() => _rows = new TimelineRows(evidence.Timeline);

    [Test]
    public void The_header_is_the_contracts() => Assert.That(evidence.Timeline.Header, Is.EqualTo(s_header));

    [Test]
    public void Rows_are_sorted_by_time()
    {
        string[] times = [.. evidence.Timeline.Rows.Select(cells => evidence.Timeline.Cell(cells, "datetime"))];
        Assert.Multiple(() =>
        {
            Assert.That(times.Where(time => !DateTimeCell().IsMatch(time)), Is.Empty, "RFC 3339, UTC, nine decimals, +00:00");
            Assert.That(times, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
            Assert.That(times.Where(time => time.StartsWith("0001", StringComparison.Ordinal)), Is.Empty, "never is no event");
        });
    }

    [Test]
    public void Required_cells_are_filled_in_every_row()
    {
        string[] required = ["timestamp_desc", "message", "event_type", "evidence", "origin"];
        Assert.That(_rows.All.Where(row => required.Any(column => row[column].Length == 0)).Select(row => row.ToString()), Is.Empty);
    }

    [Test]
    public void Every_image_was_created_once_and_registered_once()
    {
        StatTree stat = evidence.Truth.Stat;
        var disagreements = new Disagreements();
        foreach (EngineImage image in evidence.Truth.Images)
        {
            disagreements.Same($"image.created of {image.Id}", 1, _rows.Count("image.created", image.Created, row => OwnsId(row, image.Id)));
            string? registered = stat.Find($"graph/{image.Id}/layersize")?.Modified;
            disagreements.Same($"image.registered of {image.Id} at layersize's mtime", 1,
                _rows.Count("image.registered", registered, row => OwnsId(row, image.Id)));
        }
        disagreements.AssertNone();
    }

    /// <summary>Each image that a command made is a step: its command as recorded, and once, however many images stand on it.</summary>
    [Test]
    public void Every_build_step_is_there_with_its_command()
    {
        var commands = _rows.Of("build.step").ToLookup(row => (row["layer"], row.Time), row => RawBytes.Show(RawBytes.OfCsvCell(row["command"])));
        var disagreements = new Disagreements();
        foreach (EngineImage image in evidence.Truth.Images.Where(image => image.CreatedBy.Length > 0))
            disagreements.SameList($"build.step of {image.Id}", [image.CreatedBy], commands[(image.Id, image.Created!)]);
        disagreements.True("some image was built", evidence == GraphEvidence.SeedBefore || commands.Count > 0);
        disagreements.AssertNone();
    }

    [Test]
    public void Every_container_was_created_started_and_finished_as_inspect_said()
    {
        var disagreements = new Disagreements();
        foreach (EngineContainer container in evidence.Truth.Containers)
        {
            foreach ((string type, string? time) in new[] { ("created", container.Created), ("started", container.Started), ("finished", container.Finished) })
            {
                var own = _rows.Of($"container.{type}").Where(row => row["container_id"] == container.Id).ToList();
                disagreements.SameList($"container.{type} of {container.Name}", time is null ? [] : [time], own.Select(row => row.Time));
                disagreements.True($"container.{type} names {container.Name}", own.All(row => row["container"] == container.Name));
            }
        }
        disagreements.AssertNone(evidence == GraphEvidence.SeedBefore ? 0 : 3);
    }

    [Test]
    public void Configuration_files_tell_when_they_were_last_saved()
    {
        var disagreements = new Disagreements();
        foreach (EngineContainer container in evidence.Truth.Containers)
        {
            foreach (string file in new[] { "config.json", "hostconfig.json" })
            {
                if (evidence.Truth.Stat.Find($"containers/{container.Id}/{file}") is { } entry)
                    disagreements.Same($"container.config.saved of {container.Name} by {file}", true,
                        _rows.Count("container.config.saved", entry.Modified, row => row["container_id"] == container.Id) > 0);
            }
        }
        disagreements.AssertNone(evidence == GraphEvidence.SeedBefore ? 0 : 1);
    }

    [Test]
    public void Every_line_of_every_log_is_an_event_when_asked_for()
    {
        ProgramRun run = BuiltProgram.Run("timeline", evidence.Tar, "--logs", "all", "--type", "container.log").MustExit(evidence.GoodEnds);
        var all = new TimelineRows(CsvTable.Parse(run.Output)).Of("container.log").ToLookup(row => row["container_id"]);
        var some = _rows.Of("container.log").ToLookup(row => row["container_id"]);
        var disagreements = new Disagreements();
        foreach (var logs in evidence.Truth.Logs.GroupBy(log => log.Container))
        {
            // Rotated files, which the engine of the age does not print, may give more.
            int lines = logs.Sum(log => log.Text.Split('\n').Count(line => line.Length > 0 && EngineLog.IsOfTheContainer(line)));
            int own = all[logs.Key].Count();
            disagreements.True($"container.log of {logs.Key}: {own} events, the engine printed {lines} lines", own >= lines && own > 0 == lines > 0);
            disagreements.True($"container.log of {logs.Key} is not silent by default", some[logs.Key].Any() == lines > 0);
        }
        disagreements.AssertNone(evidence == GraphEvidence.SeedBefore ? 0 : 1);
    }

    [Test]
    public void The_engines_own_files_tell_their_times()
    {
        StatTree stat = evidence.Truth.Stat;
        var disagreements = new Disagreements();
        if (evidence.IsDocker07)
        {
            disagreements.Same("daemon.started at lxc-start-unconfined", 1,
                _rows.Count("daemon.started", stat.Find("lxc-start-unconfined")!.Modified, _ => true));
            foreach (StatEntry layer in stat.Below("aufs/layers"))
                disagreements.Same($"layer.registered of {layer.Path}", 1,
                    _rows.Count("layer.registered", layer.Modified, row => "/" + row["layer"] == layer.Path));
        }
        string tags = $"repositories-{evidence.Driver}";
        disagreements.Same($"image.tagged at {tags}", true, _rows.Count("image.tagged", stat.Find(tags)!.Modified, _ => true) > 0);
        disagreements.AssertNone();
    }

    /// <summary>0.7 keeps volumes as images: their JSON says when they were made. The evidence is a tar, so nothing else can.</summary>
    [Test]
    public void Volumes_that_recorded_their_creation_have_an_event()
    {
        if (evidence != GraphEvidence.Barn)
            Assert.Ignore("no volume of this evidence recorded its creation");
        int volumes = evidence.Truth.Stat.Entries.Count(entry => entry.Path.StartsWith("volumes/", StringComparison.Ordinal)
            && entry.Path.EndsWith("/json", StringComparison.Ordinal));
        Assert.That(_rows.Of("volume.created").Count(), Is.EqualTo(volumes).And.GreaterThan(0));
    }

    /// <summary>A container's own layer names it; a layer of an image names every image above it that has a name.</summary>
    [Test]
    public void A_layer_names_its_owners()
    {
        var images = evidence.Truth.Images.ToDictionary(image => image.Id);
        var owners = new Dictionary<string, SortedSet<string>>();
        foreach (JsonRow row in evidence.Images.Where(row => row.Text("tag") is not null))
        {
            for (string? id = row.Text("id"); id is not null; id = images.GetValueOrDefault(id)?.Parent)
                (owners.TryGetValue(id, out SortedSet<string>? set) ? set
                    : owners[id] = new(StringComparer.Ordinal)).Add($"{row.Text("repository")}:{row.Text("tag")}");
        }
        var containers = evidence.Truth.Containers.ToDictionary(container => container.Id, container => container.Name);
        var disagreements = new Disagreements();
        foreach (TimelineRow row in _rows.Of("layer.file.modified").DistinctBy(row => row["layer"]))
        {
            string id = row["layer"].Replace("-init", "", StringComparison.Ordinal);
            if (containers.TryGetValue(id, out string? name))
                disagreements.Same($"container of layer {row["layer"]}", name, row["container"]);
            else if (owners.TryGetValue(id, out SortedSet<string>? named))
                disagreements.True($"images {string.Join('|', named)} among '{row["image"]}' of layer {id}", named.IsSubsetOf(row["image"].Split('|')));
            foreach (string column in new[] { "image", "image_id", "container", "container_id" })
                disagreements.SameList($"{column} of layer {id}, sorted", row[column].Split('|').Order(StringComparer.Ordinal), row[column].Split('|'));
        }
        disagreements.AssertNone();
    }

    private static bool OwnsId(TimelineRow row, string id) => row["image_id"].Split('|').Contains(id);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+00:00$")]
    private static partial Regex DateTimeCell();
}
