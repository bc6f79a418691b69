using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// <c>containers</c> against <c>docker inspect</c> and linkgraph.db. The truth was asked just before the stop; of these evidences nothing that the
/// rows show changed between: elder's and seed07's containers had all ended, and barn lost power while its two ran.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.WithContainers))]
internal sealed class ContainersTests(GraphEvidence evidence)
{
    private Dictionary<string, EngineContainer> _engine = [];
    private Dictionary<string, JsonRow> _own = [];

    [OneTimeSetUp]
    public void Ask()
    {
        IReadOnlyDictionary<string, EngineContainer> onDisk = DiskConfigs.Of(evidence.Tar);
        _engine = evidence.Truth.Containers.ToDictionary(container => container.Id, container => AsWritten(container, onDisk));
        _own = evidence.Containers.ToDictionary(row => row.Text("id")!);
    }

    [Test]
    public void The_same_containers_as_the_engine()
    {
        var disagreements = new Disagreements();
        disagreements.SameSet("containers", _engine.Keys, _own.Keys);
        disagreements.AssertNone();
    }

    [Test]
    public void Identity_and_state_are_what_inspect_said() => ForEach(6, (says, container, row) =>
    {
        string name = container.Name;
        says.Same("name", name, row.Text("name"));
        says.Same($"image of {name}", container.Image, row.Text("image"));
        says.Same($"image_id of {name}", container.ImageId, row.Text("image_id"));
        says.Same($"command of {name}", container.Command, row.Text("command"));
        says.Same($"state of {name}", container.State, row.Text("state"));
        says.Same($"exit_code of {name}", container.ExitCode, row.Number("exit_code"));
        says.Same($"pid of {name}", container.Pid, row.Number("pid"));
        says.Same($"layer of {name}", container.Id, row.Text("layer"));
        says.Same($"store of {name}", evidence.Driver, row.Text("store"));
    });

    [Test]
    public void Times_are_what_inspect_said() => ForEach(6, (says, container, row) =>
    {
        foreach ((string key, string? expected) in new[] { ("created", container.Created), ("started", container.Started), ("finished", container.Finished) })
        {
            string? own = row.Text(key);
            says.Same($"{key} of {container.Name}", expected, EngineTime.Canonical(own));
            says.True($"{key} of {container.Name} is null for never, else of nine decimals: {own}", own is null == expected is null
                && (own is null || EngineTime.IsContractual(own)));
        }
    });

    [Test]
    public void Risk_fields_are_what_inspect_said() => ForEach(5, (says, container, row) =>
    {
        string name = container.Name;
        says.Same($"privileged of {name}", container.Privileged, row.Flag("privileged") ?? false);
        says.SameList($"cap_add of {name}", container.CapAdd, row.List("cap_add"));
        says.SameList($"cap_drop of {name}", container.CapDrop, row.List("cap_drop"));
        says.Same($"network_mode of {name}", container.NetworkMode, row.TextOrNull("network_mode"));
        says.Same($"pid_mode of {name}", container.PidMode, row.TextOrNull("pid_mode"));
        says.SameList($"env of {name}, in order", container.Env, row.List("env"));
        says.SameSet($"labels of {name}", container.Labels.Select(Pair), row.Map("labels").Select(Pair));
    });

    [Test]
    public void Restart_policy_and_log_path_are_what_inspect_said() => ForEach(1, (says, container, row) =>
    {
        // "on-failure:2" may carry the count; a container of a build has no policy at all.
        says.Same($"restart_policy of {container.Name}", container.RestartPolicy, row.TextOrNull("restart_policy")?.Split(':')[0]);
        if (!evidence.IsDocker07)
            says.Same($"log_path of {container.Name}", container.LogPath, row.TextOrNull("log_path"));
    });

    /// <summary>1.9.1 leaves Source empty on disk for anonymous volumes; what it answered is derived (docker-storage-formats.md 14).</summary>
    [Test]
    public void Mounts_are_what_inspect_said() => ForEach(1, (says, container, row) =>
        says.SameSet($"mounts of {container.Name}", container.Mounts.Select(mount => mount.ToString()), row.Objects("mounts").Select(OwnMount)));

    [Test]
    public void Links_are_what_the_engine_kept() => ForEach(1, (says, container, row) =>
        says.SameSet($"links of {container.Name}", EngineLinks(container), row.List("links").Select(Link)));

    /// <summary>What a running container publishes, as <c>docker ps</c> printed it, is among its ports.</summary>
    [Test]
    public void Published_ports_are_those_of_ps()
    {
        ClientTable table = evidence.Truth.Table("ps.txt")!;
        var disagreements = new Disagreements();
        foreach (string[] line in table.Rows)
        {
            JsonRow row = _own[table.Cell(line, "CONTAINER ID")];
            foreach (string port in table.Cell(line, "PORTS").Split(", ", StringSplitOptions.RemoveEmptyEntries))
                disagreements.True($"port {port} among {row.Value("ports").GetRawText()}", row.List("ports").Contains(port));
            disagreements.True("ports is a list", row.List("ports").Count >= 0);
        }
        disagreements.AssertNone();
    }

    /// <summary>
    /// The builder of the age keeps one configuration in memory for all containers of a build and changes it step by step, so that inspect tells the last
    /// step's image, environment and command of every one of them. On disk each kept its own (docker-storage-formats.md 3.6): that is what was true.
    /// </summary>
    private static EngineContainer AsWritten(EngineContainer container, IReadOnlyDictionary<string, EngineContainer> onDisk) =>
        container.IsOfBuild && onDisk[container.Id] is var disk
            ? container with { Image = disk.Image, Env = disk.Env, Command = disk.Command, Labels = disk.Labels }
            : container;

    private void ForEach(int atLeast, Action<Disagreements, EngineContainer, JsonRow> compare)
    {
        var disagreements = new Disagreements();
        foreach (EngineContainer container in _engine.Values)
        {
            if (_own.TryGetValue(container.Id, out JsonRow? row))
                compare(disagreements, container, row);
        }
        disagreements.AssertNone(_engine.Count * atLeast);
    }

    // 0.7 keeps a link as an edge of linkgraph.db whose parent is the container; 1.9 tells "/target:/this/alias".
    private IEnumerable<string> EngineLinks(EngineContainer container) =>
        evidence.Truth.Text("linkgraph.sql") is { } sql
            ? LinkGraph.Parse(sql).Children(container.Id).Select(edge => $"{_engine[edge.Entity].Name}:{edge.Name}")
            : container.Links.Select(Link);

    // "/target:/this/alias", "target:alias": target and alias, without paths.
    private static string Link(string text)
    {
        string[] parts = text.Split(':');
        return parts[0].TrimStart('/') + ":" + parts[^1][(parts[^1].LastIndexOf('/') + 1)..];
    }

    private static string OwnMount(JsonRow mount) => new EngineMount(
        mount.Text("type")!, mount.Text("source") ?? "", mount.Text("destination")!, mount.Flag("rw") ?? false, mount.TextOrNull("name")).ToString();

    private static string Pair(KeyValuePair<string, string?> pair) => $"{pair.Key}={pair.Value}";
}
