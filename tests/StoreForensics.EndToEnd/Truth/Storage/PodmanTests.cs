using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Storage;

/// <summary>Stores of Podman 4.3 and 5.8, root's and a user's, against what their own Podman said.</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(PodmanEvidence), nameof(PodmanEvidence.All))]
internal sealed class PodmanTests(PodmanEvidence evidence)
{
    [Test]
    public void Containers_are_what_inspect_said()
    {
        Dictionary<string, JsonRow> rows = evidence.Ask("containers").ToDictionary(r => r.Text("id")!, StringComparer.Ordinal);
        var says = new Disagreements();
        JsonElement[] truth = [.. evidence.Inspected("container")];
        foreach (JsonElement container in truth)
            Compare(says, container, rows[container.Text("Id")!]);
        says.AssertNone(truth.Length * 20);
        // The others are Buildah's working containers.
        string[] builders = [.. PodmanEvidence.Json(evidence.PathOf("buildah-containers.json")).EnumerateArray()
            .Where(c => c.GetProperty("builder").GetBoolean()).Select(c => $"{c.Text("id")} {c.Text("imagename")} sha256:{c.Text("imageid")}")];
        Assert.That(rows.Values.Where(r => truth.All(t => t.Text("Id") != r.Text("id"))).Select(r => $"{r.Text("id")} {r.Text("image")} {r.Text("image_id")}"),
            Is.Not.Empty.And.SubsetOf(builders));
    }

    [Test]
    public void Pods_are_those_of_podman()
    {
        if (evidence.IsOld)
            Assert.Ignore("no pods");
        var says = new Disagreements();
        says.SameSet("pods", PodmanEvidence.Json(evidence.PathOf("pods.json")).EnumerateArray().Select(p => Pod(p.Text("Name"), p.Text("Id"), p.Text("InfraId"),
            p.GetProperty("Containers").EnumerateArray().Where(c => c.Text("Id") != p.Text("InfraId")).Select(c => $"{c.Text("Names")}={c.Text("Status")}"))),
            evidence.Ask("pods").Select(r => Pod(r.Text("pod"), r.Text("pod_uid"), r.Text("pod_id"),
                r.Objects("containers").Select(c => $"{c.Text("name")}={c.Text("state")}"))));
        says.AssertNone();
    }

    [Test]
    public void Images_are_those_of_podman()
    {
        ILookup<string, JsonRow> rows = evidence.Ask("images", "--all").ToLookup(r => r.Text("id")!);
        JsonElement[] truth = [.. PodmanEvidence.Json(evidence.PathOf("images.json")).EnumerateArray().DistinctBy(i => i.Text("Id"))];
        var says = new Disagreements();
        says.SameSet("ids", truth.Select(i => "sha256:" + i.Text("Id")), rows.Select(r => r.Key));
        foreach (JsonElement image in truth)
        {
            string id = image.Text("Id")!;
            JsonRow[] own = [.. rows["sha256:" + id]];
            string[] names = [.. image.Texts("Names")];
            says.SameSet($"names of {id}", names,
                own.Where(r => r.TextOrNull("repository") is not null).Select(r => $"{r.Text("repository")}:{r.Text("tag")}"));
            says.Same($"parent of {id}", image.Text("ParentId") is { Length: > 0 } parent ? "sha256:" + parent : null, own[0].TextOrNull("parent"));
            if (names.Length > 0)
                says.SameSet($"digests of {id}", image.Texts("RepoDigests").Distinct(),
                    own.SelectMany(r => r.List("digests").Select(d => $"{r.Text("repository")}@{d}")).Distinct());
        }
        foreach (JsonElement image in evidence.Inspected("image"))
        {
            // A list is told by its member for the host's platform.
            if (!rows["sha256:" + image.Text("Id")].Any() || image.Member("RootFS") is not { ValueKind: JsonValueKind.Object } fileSystem)
                continue;
            JsonRow row = rows["sha256:" + image.Text("Id")].First();
            says.SameList($"layers of {image.Text("Id")}", fileSystem.Texts("Layers"), row.List("diff_ids"));
            says.Same($"architecture of {image.Text("Id")}", image.Text("Architecture"), row.TextOrNull("architecture"));
            says.Same($"author of {image.Text("Id")}", image.Text("Author"), row.TextOrNull("author"));
            says.Same($"created of {image.Text("Id")}", EngineTime.Canonical(image.Text("Created")), EngineTime.Canonical(row.Text("created")));
        }
        says.AssertNone(truth.Length * 2);
    }

    [Test]
    public void History_is_that_of_podman()
    {
        string[] files = [.. evidence.Files("history", "*.json")];
        ProgramRun[] runs = evidence.AskEach("history", files.Select(f => Path.GetFileNameWithoutExtension(f)));
        var says = new Disagreements();
        foreach ((string file, ProgramRun run) in files.Zip(runs))
            says.SameList(Path.GetFileName(file), PodmanEvidence.Json(file).EnumerateArray().Select(h =>
                $"{EngineTime.Canonical(h.Text("created"))} {h.Text("CreatedBy")} {h.Number("size")} {h.Text("comment")}"),
                run.MustExit(0, 4).JsonRows().Select(r =>
                $"{EngineTime.Canonical(r.Text("created"))} {r.Text("created_by")} {r.Number("size")} {r.TextOrNull("comment")}"));
        says.AssertNone(files.Length);
    }

    /// <summary>
    /// Podman reports a directory that was made anew as deleted with its new members as changed, and a directory only where its own facts changed: rows of
    /// directories whose members changed, and those below one that Podman calls deleted, are left out on both sides.
    /// </summary>
    [Test]
    public void Diff_has_the_lines_of_podman()
    {
        string[] files = [.. evidence.Files("diff", "*.txt")];
        ProgramRun[] runs = evidence.AskEach("diff", files.Select(f => Path.GetFileNameWithoutExtension(f)));
        var says = new Disagreements();
        foreach ((string file, ProgramRun run) in files.Zip(runs))
        {
            string[] engine = [.. Lines(File.ReadAllText(file, Encoding.Latin1))];
            JsonRow[] rows = [.. run.MustExit(0, 4).JsonRows()];
            HashSet<string> directories = [.. rows.Where(r => r.Text("kind") == "dir").Select(r => RawBytes.OfJsonPath(r))];
            string[] remade = [.. engine.Where(l => l[0] == 'D' && directories.Contains(l[2..])).Select(l => l[2..])];
            bool IsCompared(string line) => !(line[0] == 'C' && directories.Contains(line[2..])) && !Array.Exists(remade, d =>
                line[2..] == d || (line[2..].StartsWith(d + "/", StringComparison.Ordinal) && line[0] != 'A'));
            says.SameSet(Path.GetFileName(file), engine.Where(IsCompared), rows.Select(r => $"{r.Text("change")} {RawBytes.OfJsonPath(r)}").Where(IsCompared));
            says.True($"directories of {Path.GetFileName(file)}", engine.Where(l => l[0] == 'C').All(l => rows.Any(r => RawBytes.OfJsonPath(r) == l[2..])));
        }
        says.AssertNone(files.Length);
    }

    /// <summary>Truth was taken before the power was cut: what ran went on writing.</summary>
    [Test]
    public void Logs_have_the_lines_of_podman()
    {
        string[] files = [.. evidence.Files("logs", "*.std*")];
        ProgramRun[] runs = evidence.AskEach("logs", files.Select(f => Path.GetFileNameWithoutExtension(f)));
        var says = new Disagreements();
        foreach ((string file, ProgramRun run) in files.Zip(runs))
        {
            string stream = Path.GetExtension(file)[1..];
            string[] engine = [.. File.ReadAllLines(file).Select(l => l.Split(' ', 2)).Select(p => $"{EngineTime.Canonical(p[0])} {p[1]}")];
            says.SameList(Path.GetFileName(file), engine, run.MustExit(0, 4).JsonRows().Where(r => r.Text("stream") == stream)
                .Select(r => $"{EngineTime.Canonical(r.Text("time"))} {r.Text("text")!.TrimEnd('\n')}").Take(engine.Length));
        }
        says.AssertNone(files.Length);
    }

    /// <summary>An infra container's files lie in <c>/run</c>, which is not in the evidence.</summary>
    [Test]
    public void A_container_holds_what_export_gave()
    {
        if (evidence.IsOld)
            Assert.Ignore("no exports");
        HashSet<string> infra = [.. evidence.Ask("containers").Where(r => r.Text("kind") == "sandbox").Select(r => r.Text("id")!)];
        string[] files = [.. evidence.Files("export", "*.txt").Where(f => !infra.Contains(Path.GetFileNameWithoutExtension(f)))];
        ProgramRun[] runs = evidence.AskEach("ls", files.Select(f => Path.GetFileNameWithoutExtension(f)), "--recursive");
        var says = new Disagreements();
        foreach ((string file, ProgramRun run) in files.Zip(runs))
            says.SameSortedSet(Path.GetFileName(file), File.ReadLines(file, Encoding.Latin1).Where(l => l.Length > 0).Select(ExportTests.Line)
                .Where(l => !l.EndsWith(" /.", StringComparison.Ordinal)), run.MustExit(0, 4).JsonRows().Select(ExportTests.Line));
        says.AssertNone(files.Length);
    }

    [Test]
    public void Verify_finds_nothing_altered()
    {
        IReadOnlyList<JsonRow> checks = [.. BuiltProgram.Run("verify", evidence.Tar, "--format", "json").MustExit(0, 4).JsonRows()];
        Assert.That(checks.Where(c => c.Text("status") is "altered" or "missing" or "planted").Select(c => c.ToString()), Is.Empty);
        Assert.That(checks.Count(c => c.Text("kind") == "layer" && c.Text("status") == "ok"), Is.EqualTo(evidence.IsOld ? 6 : 33));
        Assert.That(checks.Count(c => c.Text("kind") == "image" && c.Text("status") == "ok"), Is.EqualTo(evidence.IsOld ? 9 : 49));
        Assert.That(checks.Count(c => c.Text("kind") == "chain" && c.Text("status") == "ok"), Is.EqualTo(evidence.IsOld ? 6 : 32));
    }

    private static string Pod(string? name, string? id, string? infra, IEnumerable<string> containers) =>
        $"{name} {id} {infra} {string.Join(',', containers.Order(StringComparer.Ordinal))}";

    private static IEnumerable<string> Lines(string text)
    {
        string? line = null;
        foreach (string part in text.TrimEnd('\n').Split('\n').Where(p => p.Length > 0 || line is not null))
        {
            bool begins = part.Length > 2 && part[0] is 'A' or 'C' or 'D' && part[1] == ' ' && part[2] == '/';
            if (begins && line is not null)
                yield return line;
            line = begins ? part : line + "\n" + part;
        }
        if (line is not null)
            yield return line;
    }

    private void Compare(Disagreements says, JsonElement container, JsonRow row)
    {
        string name = container.Text("Name")!;
        JsonElement host = container.GetProperty("HostConfig"), state = container.GetProperty("State"), config = container.GetProperty("Config");
        says.Same("name", name, row.Text("name"));
        says.Same($"image of {name}", container.Text("ImageName"), row.TextOrNull("image"));
        says.Same($"image_id of {name}", container.Text("Image") is { Length: > 0 } image ? "sha256:" + image : null, row.TextOrNull("image_id"));
        // Of a command of one word Podman repeats it as its own argument.
        string[] args = [.. container.Texts("Args")];
        says.Same($"command of {name}", string.Join(' ', args is [var only] && only == container.Text("Path") ? args : [container.Text("Path")!, .. args]),
            row.Text("command"));
        says.Same($"created of {name}", EngineTime.Canonical(container.Text("Created")), EngineTime.Canonical(row.Text("created")));
        says.Same($"started of {name}", EngineTime.Canonical(state.Text("StartedAt")), EngineTime.Canonical(row.TextOrNull("started")));
        says.Same($"finished of {name}", EngineTime.Canonical(state.Text("FinishedAt")), EngineTime.Canonical(row.TextOrNull("finished")));
        says.Same($"state of {name}", state.Text("Status"), row.Text("state"));
        says.Same($"exit_code of {name}", state.Number("ExitCode"), row.Number("exit_code"));
        says.Same($"pid of {name}", state.Number("Pid"), row.Number("pid"));
        says.Same($"privileged of {name}", host.Flag("Privileged"), row.Flag("privileged"));
        says.Same($"network_mode of {name}", host.Text("NetworkMode"), row.Text("network_mode"));
        says.Same($"pid_mode of {name}", host.Text("PidMode"), row.Text("pid_mode"));
        says.SameSet($"cap_add of {name}", host.Texts("CapAdd"), row.List("cap_add"));
        // 4.3 compares with a default that is not its own, and both count against a privileged container what its host lacks.
        if (!evidence.IsOld && !host.Flag("Privileged"))
            says.SameSet($"cap_drop of {name}", host.Texts("CapDrop"), row.List("cap_drop"));
        says.SameSet($"labels of {name}", config.Members("Labels").Select(l => $"{l.Name}={l.Value}"), row.Map("labels").Select(l => $"{l.Key}={l.Value}"));
        says.Same($"restart_policy of {name}", host.GetProperty("RestartPolicy").Text("Name") is { Length: > 0 } policy ? policy : "no",
            row.Text("restart_policy"));
        says.Same($"log_path of {name}", host.GetProperty("LogConfig").Text("Path"), row.Text("log_path"));
        says.Same($"hostname of {name}", config.Text("Hostname"), row.Text("hostname"));
        says.SameList($"mounts of {name}", container.GetProperty("Mounts").EnumerateArray().Select(m =>
            $"{m.Text("Type")} {m.Text("Name")} {m.Text("Source")} {m.Text("Destination")} {m.Flag("RW")}"), row.Objects("mounts").Select(m =>
            $"{m.Text("type")} {m.TextOrNull("name")} {m.Text("source")} {m.Text("destination")} {m.Flag("rw") == true}"));
        // A secret that is a variable has there the secret's name for the variable's; both hide its value.
        says.SameList($"env of {name}", config.Texts("Env").Where(e => !e.EndsWith("=*******", StringComparison.Ordinal)),
            row.List("env").Where(e => !e.EndsWith("=*******", StringComparison.Ordinal)));
        says.Same($"kind of {name}", container.Flag("IsInfra") ? "sandbox" : "container", row.Text("kind"));
        says.Same($"pod_uid of {name}", container.Text("Pod"), row.TextOrNull("pod_uid"));
        if (container.GetProperty("GraphDriver").Member("Data")?.Text("UpperDir") is { } upper)
            says.Same($"layer of {name}", upper.Split('/')[^2], row.Text("layer"));
    }
}
