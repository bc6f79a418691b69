using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Layered;

/// <summary><c>info</c> and the JSON report of 1.10 and later: counts, networks, volumes, leftovers.</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(LayeredEvidence), nameof(LayeredEvidence.Stopped))]
internal sealed class LayeredInfoTests(LayeredEvidence evidence)
{
    private JsonRow _report = null!;

    [OneTimeSetUp]
    public void Ask()
    {
        string file = ScratchFolder.Session.File($"{evidence.Name}-report.json");
        BuiltProgram.Run("analyze", evidence.Tar, "-o", file).MustExit(0);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        _report = new JsonRow(document.RootElement.Clone());
    }

    [Test]
    public void Counts_driver_and_version_are_those_of_docker_info()
    {
        JsonRow own = evidence.Ask("info").JsonRows().Single();
        using JsonDocument info = JsonDocument.Parse(evidence.Truth.Text("info.json")!);
        var disagreements = new Disagreements();
        foreach (string count in new[] { "images", "containers" })
            disagreements.Same(count, info.RootElement.Number(count), own.Number(count));
        JsonRow store = own.Objects("stores").Single();
        disagreements.Same("driver", info.RootElement.Text("driver"), store.Text("driver"));
        disagreements.Same("version", info.RootElement.Text("serverversion"), store.Text("engine_version"));
        disagreements.SameSet("volumes", evidence.Truth.Volumes.Select(v => v.Text("name")!), own.List("volume_names"));
        disagreements.SameSet("networks", evidence.Truth.Networks.Select(n => n.Text("name")!), own.List("network_names"));
        disagreements.AssertNone();
    }

    [Test]
    public void Networks_are_what_inspect_said()
    {
        var own = _report.Objects("networks").ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (JsonElement network in evidence.Truth.Networks)
        {
            string name = network.Text("name")!;
            JsonRow row = own[network.Text("id")!];
            disagreements.Same("name", name, row.Text("name"));
            disagreements.Same($"driver of {name}", network.Text("driver"), row.Text("driver"));
            disagreements.Same($"scope of {name}", network.Text("scope"), row.Text("scope"));
            disagreements.Same($"created of {name}", EngineTime.Canonical(network.Text("created")), EngineTime.Canonical(row.Text("created")));
            disagreements.SameList($"subnets of {name}", network.Member("ipam")!.Value.Member("config")?.EnumerateArray().Select(c => c.Text("subnet")!) ?? [],
                row.List("subnets"));
            disagreements.SameSet($"options of {name}", network.Members("options").Select(p => $"{p.Name}={p.Value}"),
                row.Map("options").Select(p => $"{p.Key}={p.Value}"));
        }
        disagreements.Same("networks", own.Count, evidence.Truth.Networks.Count());
        disagreements.AssertNone(15);
    }

    [Test]
    public void Volumes_are_what_inspect_said()
    {
        var own = _report.Objects("volumes").ToDictionary(row => row.Text("name")!);
        var disagreements = new Disagreements();
        foreach (JsonElement volume in evidence.Truth.Volumes)
        {
            string name = volume.Text("name")!;
            disagreements.Same($"driver of {name}", volume.Text("driver"), own[name].Text("driver"));
            disagreements.SameSet($"labels of {name}", volume.Members("labels").Select(p => $"{p.Name}={p.Value}"),
                own[name].Map("labels").Select(p => $"{p.Key}={p.Value}"));
        }
        disagreements.Same("volumes", own.Count, evidence.Truth.Volumes.Count());
        disagreements.AssertNone();
    }

    /// <summary>What the engine still lists is never told as recovered; a container that lost its image is a leftover.</summary>
    [Test]
    public void Leftovers_are_what_is_left_and_nothing_live()
    {
        string[] live =
        [
            .. evidence.Truth.Networks.Select(n => n.Text("name")!), .. evidence.Truth.Volumes.Select(v => v.Text("name")!),
            .. evidence.Truth.Containers.SelectMany(c => new[] { c.Name, c.Id }), .. evidence.Truth.Images.Select(i => i.Id["sha256:".Length..]),
        ];
        var left = _report.Objects("leftovers");
        var images = evidence.Truth.Images.Select(i => i.Id).ToHashSet();
        var disagreements = new Disagreements();
        disagreements.SameSet("containers without image", evidence.Truth.Containers.Where(c => !images.Contains(c.ImageId!)).Select(c => c.Name),
            left.Where(l => l.Text("kind") == "container without image").Select(l => l.Text("name")!));
        foreach (JsonRow leftover in left.Where(l => l.Text("kind")!.StartsWith("recovered", StringComparison.Ordinal)
            || l.Text("kind")!.StartsWith("notes on", StringComparison.Ordinal)))
            disagreements.True($"{leftover} is live", !live.Contains(leftover.Text("name")));
        disagreements.AssertNone();
    }
}
