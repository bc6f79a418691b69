using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Layered;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Timelines;

/// <summary>
/// The timeline of 1.10 and later against <c>find</c>'s listing right after the stop and against what the engine said: every file and deletion of every layer
/// once, and the events of docker-storage-formats.md 11.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(LayeredEvidence), nameof(LayeredEvidence.Stopped))]
internal sealed class LayeredTimelineTests(LayeredEvidence evidence) : LayerFilesContract(evidence.Driver)
{
    [Test]
    public void Every_deletion_is_there_once_at_its_time_and_nothing_else()
    {
        var deletions = Oracle.Layers.SelectMany(Oracle.Deletions).DistinctBy(d => (d.Layer, d.Path)).ToList();
        var required = deletions.Where(d => d.IsTopmost).ToDictionary(d => $"{d.Layer} {d.Path}");
        var allowed = deletions.Select(d => $"{d.Layer} {d.Path}").ToHashSet();
        var own = Rows.Of("layer.file.deleted").ToLookup(row => $"{row["layer"]} {row.Path}");
        var steps = Rows.Of("build.step").Where(row => row["layer"].Length > 0).ToDictionary(row => row["layer"], row => row.Time);
        var disagreements = new Disagreements();
        disagreements.SameSortedSet("layer.file.deleted", required.Keys,
            own.SelectMany(group => group.Select(_ => group.Key)).Where(line => required.ContainsKey(line) || !allowed.Contains(line)));
        foreach ((string line, ExpectedDeletion deletion) in required)
        {
            foreach (TimelineRow row in own[line])
            {
                string? time = row["image_id"].Length > 0 ? steps[row["layer"]] : deletion.Modified;
                if (time is not null)
                    disagreements.Same($"time of {line}", time, row.Time);
            }
        }
        disagreements.True("some file was deleted", required.Count > 3);
        disagreements.AssertNone();
    }

    [Test]
    public void Images_have_their_events()
    {
        var disagreements = new Disagreements();
        foreach (EngineImage image in evidence.Truth.Images)
        {
            string hex = image.Id["sha256:".Length..], folder = $"image/{evidence.Driver}/imagedb";
            disagreements.Same($"image.created of {hex}", 1, Rows.Count("image.created", image.Created, row => row["image_id"] == image.Id));
            disagreements.Same($"image.registered of {hex}", 1,
                Rows.Count("image.registered", evidence.Truth.Stat.Find($"{folder}/content/sha256/{hex}")!.Modified, row => row["image_id"] == image.Id));
            bool tagged = evidence.Truth.Stat.Find($"{folder}/metadata/sha256/{hex}/lastUpdated") is not null;
            disagreements.Same($"image.tagged of {hex}", tagged ? 1 : 0, Rows.Of("image.tagged").Count(row => row["image_id"] == image.Id));
        }
        disagreements.Same("image.committed", 1, Rows.Of("image.committed").Count());
        disagreements.Same("image.imported", 1, Rows.Of("image.imported").Count());
        disagreements.AssertNone(20);
    }

    [Test]
    public void Layers_were_registered_when_their_record_was_written()
    {
        string layerdb = $"image/{evidence.Driver}/layerdb";
        var expected = evidence.Truth.Stat.Entries.Where(e => e.Path.StartsWith(layerdb, StringComparison.Ordinal)
            && (e.Path.EndsWith("/cache-id", StringComparison.Ordinal) || e.Path.EndsWith("/mount-id", StringComparison.Ordinal)));
        var own = Rows.Of("layer.registered").Select(row => row.Time).ToHashSet();
        Assert.That(expected.Where(e => !own.Contains(e.Modified)).Select(e => e.Path), Is.Empty);
    }

    [Test]
    public void Containers_have_their_events()
    {
        var disagreements = new Disagreements();
        foreach (EngineContainer container in evidence.Truth.Containers)
        {
            foreach ((string type, string? time) in new[] { ("created", container.Created), ("started", container.Started), ("finished", container.Finished) })
                disagreements.SameList($"container.{type} of {container.Name}", time is null ? [] : [time],
                    Rows.Of($"container.{type}").Where(row => row["container_id"] == container.Id).Select(row => row.Time));
        }
        foreach (JsonElement health in evidence.Truth.ContainerHealth)
            disagreements.Same("container.health", 1, Rows.Count("container.health", EngineTime.Canonical(health.Text("start")), _ => true));
        disagreements.AssertNone(6);
    }

    /// <summary>Of <c>bridge</c> the creation is the last start of the engine, of the earlier of <c>none</c> and <c>host</c> the first.</summary>
    [Test]
    public void Networks_tell_their_creation_and_the_engines_starts()
    {
        var networks = evidence.Truth.Networks.ToDictionary(n => n.Text("name")!, n => EngineTime.Canonical(n.Text("created")));
        var disagreements = new Disagreements();
        disagreements.SameSet("network.created", networks.Values.Select(t => t!), Rows.Of("network.created").Select(row => row.Time));
        disagreements.SameList("daemon.started", [networks["bridge"]!], Rows.Of("daemon.started").Select(row => row.Time));
        disagreements.Same("daemon.first_start", 1, Rows.Count("daemon.first_start",
            new[] { networks["none"]!, networks["host"]! }.Min(StringComparer.Ordinal), _ => true));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_file_of_every_volume_is_there_once()
    {
        var expected = evidence.Truth.Stat.Entries.Where(e => e.Path.StartsWith("volumes/", StringComparison.Ordinal)
            && e.Path.Contains("/_data/", StringComparison.Ordinal));
        var disagreements = new Disagreements();
        disagreements.SameSet("volume.file.modified", expected.Select(e => $"{e.Path} {e.Modified}"),
            Rows.Of("volume.file.modified").Where(row => row.Path != "/").Select(row => $"{row["origin"]["var/lib/docker/".Length..]} {row.Time}"));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_planted_path_is_in_the_timeline_of_its_subject()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(evidence.Planted));
        var rows = Rows.All.Where(row => row["path"].Length > 0).ToLookup(row => row["path"]);
        var disagreements = new Disagreements();
        foreach (JsonElement item in document.RootElement.GetProperty("planted").EnumerateArray())
        {
            string subject = item.Text("subject")!;
            if (item.Text("path") is { } path)
                disagreements.True($"{path} of {subject}",
                    rows[path].Any(row => row["container"].Split('|').Contains(subject) || row["image"].Split('|').Contains(subject)));
            else
                disagreements.True($"{subject} is named",
                    Rows.All.Any(row => row["container"].Split('|').Contains(subject) || row["image"].Split('|').Contains(subject)));
        }
        disagreements.AssertNone(5);
    }

    protected override (TimelineRows Rows, LayerOracle Oracle) Answers() => (new TimelineRows(evidence.Timeline), LayerOracle.For(evidence));
}
