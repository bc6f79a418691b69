using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Layered;

/// <summary><c>containers</c>, <c>diff</c> and <c>logs</c> of 1.10 and later against
/// <c>docker ps</c>, <c>inspect</c>, <c>diff</c> and <c>logs -t</c>.</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(LayeredEvidence), nameof(LayeredEvidence.WithContainers))]
internal sealed partial class LayeredContainersTests(LayeredEvidence evidence)
{
    [Test]
    public void The_same_containers_in_the_order_of_ps()
    {
        var disagreements = new Disagreements();
        disagreements.SameList("containers", evidence.AtTheEnd ?? evidence.Truth.JsonLines("ps.jsonl").Select(row => row.Text("id")!),
            evidence.Containers.Select(row => row.Text("id")!));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_field_is_what_inspect_said()
    {
        var own = evidence.Containers.ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (EngineContainer container in evidence.Truth.Containers.Where(c => IsSettled(c.Id)))
        {
            Compare(disagreements, container, own[container.Id]);
            CompareRisks(disagreements, container, own[container.Id]);
        }
        disagreements.AssertNone((own.Count - 4) * 20);
    }

    /// <summary>Published ports as <c>docker ps</c> prints them for a running container.</summary>
    [Test]
    public void Ports_are_those_of_ps()
    {
        var own = evidence.Containers.ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (JsonElement row in evidence.Truth.JsonLines("ps.jsonl").Where(r => IsSettled(r.Text("id")!)))
        {
            if (row.Text("ports") is { } ports)
                disagreements.SameSet($"ports of {row.Text("names")}", ports.Split(", ").SelectMany(Single), own[row.Text("id")!].List("ports"));
            disagreements.Same($"name of {row.Text("id")}", row.Text("names"), own[row.Text("id")!].Text("name"));
        }
        disagreements.AssertNone();
    }

    /// <summary>The client's JSON replaced bytes that are not UTF-8; everything else must be the same to the byte.</summary>
    [Test]
    public void Diff_has_the_engines_lines()
    {
        var engine = evidence.Truth.Diffs.Where(d => IsSettled(d.Container)).ToList();
        ProgramRun[] runs = evidence.AskEach("diff", engine.Select(pair => pair.Container));
        var disagreements = new Disagreements();
        foreach (((string container, string raw), ProgramRun run) in engine.Zip(runs))
            disagreements.SameSet($"diff of {container[..12]}", EngineDiff.Parse(raw).Select(RawBytes.Show),
                run.JsonRows().Select(row => RawBytes.Show($"{row.Text("change")} {RawBytes.OfJsonPath(row)}")));
        disagreements.AssertNone(engine.Count);
    }

    [Test]
    public void Logs_have_the_engines_lines()
    {
        var logs = evidence.Truth.Logs.Where(l => IsSettled(l.Container)).ToList();
        string[] containers = [.. logs.Select(log => log.Container).Distinct()];
        var own = containers.Zip(evidence.AskEach("logs", containers)).ToDictionary(pair => pair.First, pair => pair.Second.JsonRows());
        var disagreements = new Disagreements();
        int rotatedAway = 0;
        foreach ((string container, string stream, string text) in logs)
        {
            string expected = string.Concat(text.Split('\n').Where(EngineLog.IsOfTheContainer).Select(line => line + "\n")).TrimEnd('\n');
            IEnumerable<string> lines = own[container].Where(row => row.Text("stream") == stream).Select(row =>
                $"{row.Text("time")!.Replace("+00:00", "Z", StringComparison.Ordinal)} {row.Text("text")!.TrimEnd('\n')}");
            string told = string.Join('\n', lines), engine = TimeInsideLine().Replace(expected, "");
            // What ran went on writing after the engine was asked.
            bool ran = evidence.Containers.Any(c => c.Text("id") == container && c.Text("state") == "running");
            string last = engine[(engine.LastIndexOf('\n') + 1)..];
            if (ran && last.Length > 0 && told.IndexOf(last, StringComparison.Ordinal) is >= 0 and var end)
            {
                told = told[..(end + last.Length)];
                // Rotation took the oldest.
                engine = engine.Length > told.Length ? engine[^told.Length..] : engine;
            }
            else if (ran && last.Length > 0 && string.CompareOrdinal(told, last) > 0)
            {
                // Rotation took all of it: the oldest line that is left is later than the newest that the engine told.
                rotatedAway++;
                continue;
            }
            disagreements.Same($"{stream} of {container[..12]}", engine, told);
        }
        disagreements.AssertNone(logs.Count - rotatedAway);
    }

    // The client prints neighbours as a range.
    private static IEnumerable<string> Single(string printed) => PortRange().Match(printed) is { Success: true } range
        ? Enumerable.Range(int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture),
            int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture) - int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture) + 1)
            .Select(port => string.Create(CultureInfo.InvariantCulture, $"{port}/{range.Groups[3].Value}"))
        : [printed];

    // A swarm started, ended and removed some after the engine was asked.
    private bool IsSettled(string id) =>
        evidence.AtTheEnd is null || (evidence.Containers.FirstOrDefault(c => c.Text("id") == id) is { } own && !IsLater(own, "started") && !IsLater(own, "finished"));

    private bool IsLater(JsonRow row, string time) => string.CompareOrdinal(row.TextOrNull(time), evidence.Truth.Text("taken-at.txt")?.Trim()) > 0;

    private void Compare(Disagreements says, EngineContainer container, JsonRow row)
    {
        string name = container.Name;
        says.Same("name", name, row.Text("name"));
        says.Same($"image of {name}", container.Image, row.Text("image"));
        says.Same($"image_id of {name}", container.ImageId, row.Text("image_id"));
        says.Same($"command of {name}", container.Command, row.Text("command"));
        says.Same($"created of {name}", container.Created, EngineTime.Canonical(row.Text("created")));
        says.Same($"started of {name}", container.Started, EngineTime.Canonical(row.Text("started")));
        says.Same($"finished of {name}", container.Finished, EngineTime.Canonical(row.Text("finished")));
        says.Same($"state of {name}", container.State, row.Text("state"));
        says.Same($"exit_code of {name}", container.ExitCode, row.Number("exit_code"));
        says.Same($"pid of {name}", container.Pid, row.Number("pid"));
        if (!evidence.IsSnapshotted)
            says.Same($"layer of {name}", evidence.Metadata.MountOf(container.Id), row.Text("layer"));
        says.Same($"store of {name}", evidence.Driver, row.Text("store"));
        // Asking for the logs of a container that never started sets its path in the engine's memory, never on disk.
        if (container.State != "created")
            says.Same($"log_path of {name}", container.LogPath, row.TextOrNull("log_path"));
    }

    private static void CompareRisks(Disagreements says, EngineContainer container, JsonRow row)
    {
        string name = container.Name;
        says.Same($"privileged of {name}", container.Privileged, row.Flag("privileged"));
        says.SameList($"cap_add of {name}", container.CapAdd, row.List("cap_add"));
        says.SameList($"cap_drop of {name}", container.CapDrop, row.List("cap_drop"));
        says.Same($"network_mode of {name}", container.NetworkMode, row.TextOrNull("network_mode"));
        says.Same($"pid_mode of {name}", container.PidMode, row.TextOrNull("pid_mode"));
        says.SameList($"env of {name}, in order", container.Env, row.List("env"));
        says.SameSet($"labels of {name}", container.Labels.Select(pair => $"{pair.Key}={pair.Value}"),
            row.Map("labels").Select(pair => $"{pair.Key}={pair.Value}"));
        says.SameSet($"mounts of {name}", container.Mounts.Select(mount => mount.ToString()), row.Objects("mounts").Select(OwnMount));
        says.Same($"restart_policy of {name}", container.RestartPolicy, row.TextOrNull("restart_policy")?.Split(':')[0]);
        says.SameSet($"links of {name}", container.Links, row.List("links"));
    }

    private static string OwnMount(JsonRow mount) => new EngineMount(
        mount.Text("type")!, mount.Text("source") ?? "", mount.Text("destination")!, mount.Flag("rw") ?? false, mount.TextOrNull("name")).ToString();

    [GeneratedRegex(@"^(\d+)-(\d+)/(\w+)$")]
    private static partial Regex PortRange();

    // The client repeats the time before every part of a line that the engine had to split.
    [GeneratedRegex(@"(?<=[^\n])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z ")]
    private static partial Regex TimeInsideLine();
}
