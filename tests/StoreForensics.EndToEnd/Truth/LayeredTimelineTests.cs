using System.Globalization;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// The timeline of 1.10 and later against <c>find</c>'s listing right after the stop and against what the engine said: every file and deletion of every layer
/// once, and the events of docker-storage-formats.md 11.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(LayeredEvidence), nameof(LayeredEvidence.Stopped))]
internal sealed class LayeredTimelineTests(LayeredEvidence evidence)
{
    private TimelineRows _rows = null!;
    private LayerOracle _oracle = null!;

    [OneTimeSetUp]
    public void Ask()
    {
        _rows = new TimelineRows(evidence.Timeline);
        _oracle = LayerOracle.For(evidence);
    }

    [Test]
    public void Every_file_of_every_layer_is_there_once_and_nothing_else()
    {
        var disagreements = new Disagreements();
        disagreements.SameSortedSet("layer.file.modified",
            _oracle.Layers.SelectMany(_oracle.Files).Select(file => $"{file.Layer} {file.Entry.Path}"),
            _rows.Of("layer.file.modified").Where(row => row.Path != "/").Select(row => $"{row["layer"]} {row.Path}"));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_file_has_the_times_modes_and_owners_of_the_disk()
    {
        var own = _rows.Of("layer.file.modified").ToLookup(row => (row["layer"], row.Path));
        var disagreements = new Disagreements();
        foreach (ExpectedFile file in _oracle.Layers.SelectMany(_oracle.Files))
        {
            foreach (TimelineRow row in own[(file.Layer, file.Entry.Path)])
                Compare(disagreements, file, row);
        }
        disagreements.AssertNone(500);
    }

    [Test]
    public void Every_deletion_is_there_once_at_its_time_and_nothing_else()
    {
        var deletions = _oracle.Layers.SelectMany(_oracle.Deletions).DistinctBy(d => (d.Layer, d.Path)).ToList();
        var required = deletions.Where(d => d.IsTopmost).ToDictionary(d => $"{d.Layer} {d.Path}");
        var allowed = deletions.Select(d => $"{d.Layer} {d.Path}").ToHashSet();
        var own = _rows.Of("layer.file.deleted").ToLookup(row => $"{row["layer"]} {row.Path}");
        var disagreements = new Disagreements();
        disagreements.SameSortedSet("layer.file.deleted", required.Keys, own.SelectMany(group => group.Select(_ => group.Key)).Where(line => required.ContainsKey(line) || !allowed.Contains(line)));
        foreach ((string line, ExpectedDeletion deletion) in required)
        {
            if (deletion.Modified is not null)
                disagreements.SameList($"time of {line}", [deletion.Modified], own[line].Select(row => row.Time));
        }
        disagreements.True("some file was deleted", required.Count > 3);
        disagreements.AssertNone();
    }

    [Test]
    public void Copies_under_mount_points_are_never_counted() =>
        Assert.That(_rows.All.Where(row => row.Type.StartsWith("layer.file", StringComparison.Ordinal) && row.Type.Length > 0)
            .Where(row => row["origin"].Contains("/merged/", StringComparison.Ordinal) || row["origin"].Contains("/work/", StringComparison.Ordinal)).Select(row => row.ToString()), Is.Empty);

    [Test]
    public void Images_have_their_events()
    {
        var disagreements = new Disagreements();
        foreach (EngineImage image in evidence.Truth.Images)
        {
            string hex = image.Id["sha256:".Length..], folder = $"image/{evidence.Driver}/imagedb";
            disagreements.Same($"image.created of {hex}", 1, _rows.Count("image.created", image.Created, row => row["image_id"] == image.Id));
            disagreements.Same($"image.registered of {hex}", 1, _rows.Count("image.registered", evidence.Truth.Stat.Find($"{folder}/content/sha256/{hex}")!.Modified, row => row["image_id"] == image.Id));
            bool tagged = evidence.Truth.Stat.Find($"{folder}/metadata/sha256/{hex}/lastUpdated") is not null;
            disagreements.Same($"image.tagged of {hex}", tagged ? 1 : 0, _rows.Of("image.tagged").Count(row => row["image_id"] == image.Id));
        }
        disagreements.Same("image.committed", 1, _rows.Of("image.committed").Count());
        disagreements.Same("image.imported", 1, _rows.Of("image.imported").Count());
        disagreements.AssertNone(20);
    }

    [Test]
    public void Layers_were_registered_when_their_record_was_written()
    {
        string layerdb = $"image/{evidence.Driver}/layerdb";
        var expected = evidence.Truth.Stat.Entries.Where(e => e.Path.StartsWith(layerdb, StringComparison.Ordinal) && (e.Path.EndsWith("/cache-id", StringComparison.Ordinal) || e.Path.EndsWith("/mount-id", StringComparison.Ordinal)));
        var own = _rows.Of("layer.registered").Select(row => row.Time).ToHashSet();
        Assert.That(expected.Where(e => !own.Contains(e.Modified)).Select(e => e.Path), Is.Empty);
    }

    [Test]
    public void Containers_have_their_events()
    {
        var disagreements = new Disagreements();
        foreach (EngineContainer container in evidence.Truth.Containers)
        {
            foreach ((string type, string? time) in new[] { ("created", container.Created), ("started", container.Started), ("finished", container.Finished) })
                disagreements.SameList($"container.{type} of {container.Name}", time is null ? [] : [time], _rows.Of($"container.{type}").Where(row => row["container_id"] == container.Id).Select(row => row.Time));
        }
        foreach (JsonElement health in evidence.Truth.ContainerHealth)
            disagreements.Same("container.health", 1, _rows.Count("container.health", EngineTime.Canonical(health.Text("start")), _ => true));
        disagreements.AssertNone(6);
    }

    /// <summary>Of <c>bridge</c> the creation is the last start of the engine, of the earlier of <c>none</c> and <c>host</c> the first.</summary>
    [Test]
    public void Networks_tell_their_creation_and_the_engines_starts()
    {
        var networks = evidence.Truth.Networks.ToDictionary(n => n.Text("name")!, n => EngineTime.Canonical(n.Text("created")));
        var disagreements = new Disagreements();
        disagreements.SameSet("network.created", networks.Values.Select(t => t!), _rows.Of("network.created").Select(row => row.Time));
        disagreements.SameList("daemon.started", [networks["bridge"]!], _rows.Of("daemon.started").Select(row => row.Time));
        disagreements.Same("daemon.first_start", 1, _rows.Count("daemon.first_start", new[] { networks["none"]!, networks["host"]! }.Min(StringComparer.Ordinal), _ => true));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_file_of_every_volume_is_there_once()
    {
        var expected = evidence.Truth.Stat.Entries.Where(e => e.Path.StartsWith("volumes/", StringComparison.Ordinal) && e.Path.Contains("/_data/", StringComparison.Ordinal));
        var disagreements = new Disagreements();
        disagreements.SameSet("volume.file.modified", expected.Select(e => $"{e.Path} {e.Modified}"),
            _rows.Of("volume.file.modified").Where(row => row.Path != "/").Select(row => $"{row["origin"]["var/lib/docker/".Length..]} {row.Time}"));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_planted_path_is_in_the_timeline_of_its_subject()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(evidence.Planted));
        var rows = _rows.All.Where(row => row["path"].Length > 0).ToLookup(row => row["path"]);
        var disagreements = new Disagreements();
        foreach (JsonElement item in document.RootElement.GetProperty("planted").EnumerateArray())
        {
            string subject = item.Text("subject")!;
            if (item.Text("path") is { } path)
                disagreements.True($"{path} of {subject}", rows[path].Any(row => row["container"].Split('|').Contains(subject) || row["image"].Split('|').Contains(subject)));
            else
                disagreements.True($"{subject} is named", _rows.All.Any(row => row["container"].Split('|').Contains(subject) || row["image"].Split('|').Contains(subject)));
        }
        disagreements.AssertNone(5);
    }

    private void Compare(Disagreements disagreements, ExpectedFile file, TimelineRow row)
    {
        StatEntry entry = file.Entry;
        string what = $"{RawBytes.Show(entry.Path)} of {file.Layer[..12]}";
        disagreements.Same($"time of {what}", entry.Modified, row.Time);
        disagreements.Same($"kind of {what}", entry.Kind, row["kind"]);
        disagreements.Same($"mode of {what}", entry.Mode, row["mode"]);
        disagreements.Same($"uid of {what}", entry.Uid, TimelineRows.Number(row["uid"]));
        disagreements.Same($"gid of {what}", entry.Gid, TimelineRows.Number(row["gid"]));
        if (entry.Kind is "file" or "symlink")
            disagreements.Same($"size of {what}", entry.Size.ToString(CultureInfo.InvariantCulture), row["size"]);
        disagreements.Same($"link_target of {what}", entry.LinkTarget, RawBytes.OfCsvCell(row["link_target"]));
        disagreements.Same($"whether {what} is new", file.IsNew, row["change"] == "A");
        disagreements.Same($"store of {what}", evidence.Driver, row["store"]);
    }
}
