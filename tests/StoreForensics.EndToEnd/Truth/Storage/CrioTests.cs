using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Storage;

/// <summary>A node of CRI-O 1.37, power cut: against what the CRI answered, the mounted trees, the writable directories and the log files.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class CrioTests() : CriNodeTests("kiln", 16)
{
    [Test]
    public void Containers_are_what_the_CRI_said()
    {
        var says = new Disagreements();
        foreach ((JsonElement status, JsonElement info) in Answers("container"))
            Compare(says, status, info, Containers[status.Text("id")!]);
        says.AssertNone(9 * 17);
        Assert.That(Containers, Has.Count.EqualTo(16));
    }

    [Test]
    public void Sandboxes_are_what_the_CRI_said()
    {
        var says = new Disagreements();
        CompareSandboxes(says, (name, status, row) => says.Same($"address of {name}",
            status.Member("network")!.Value.Text("ip") is { Length: > 0 } ip ? ip : null, row.TextOrNull("ip_address")));
        says.AssertNone(7 * 8);
    }

    /// <summary>The CRI cuts the digest of the image without a name off at the registry's port; the store has no name of it at all.</summary>
    [Test]
    public void Images_are_those_of_the_CRI()
    {
        var says = new Disagreements();
        ILookup<string, JsonRow> own = Ask("images", "--all").ToLookup(r => r.Text("id")!);
        foreach (string[] fields in File.ReadLines(SharedFolder.Require("evidence/kiln/truth/images.txt")).Skip(1).Select(l => l.Split('\t')))
        {
            JsonRow[] rows = [.. own["sha256:" + fields[0]]];
            says.True($"rows of {fields[0]}", rows.Length > 0);
            says.SameSet($"tags of {fields[0]}", fields[3].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                rows.Where(r => r.TextOrNull("tag") is not null).Select(r => $"{r.Text("repository")}:{r.Text("tag")}"));
            says.SameSet($"digests of {fields[0]}", fields[4].Split(' ').Where(d => !d.StartsWith("registry.clay.example@", StringComparison.Ordinal)),
                rows.SelectMany(r => r.List("digests").Select(d => $"{r.Text("repository")}@{d}")).Distinct());
        }
        says.AssertNone(9 * 3);
        Assert.That(own, Has.Count.EqualTo(9));
    }

    /// <summary>The files are in the evidence as they are in truth, which was taken before the power was cut.</summary>
    [TestCase("studio/glaze-c7bff485f7-hmgtv/app@0", "studio_glaze-c7bff485f7-hmgtv_51c9ba9f-bdbc-4ad9-8532-99590e775a8e/app", "0.log")]
    [TestCase("glaze-c7bff485f7-hmgtv/app", "studio_glaze-c7bff485f7-hmgtv_51c9ba9f-bdbc-4ad9-8532-99590e775a8e/app", "1.log")]
    [TestCase("csi-node", "kube-system_csi-node-4tq8m_79c51a74-1a52-4d4e-87e8-27c3add89372/csi-node", "0.log")]
    [TestCase("studio/migrate-mn4jf/migrate", "studio_migrate-mn4jf_b2752024-e6e4-4ce4-b199-ef7d45e1a796/migrate", "0.log")]
    [TestCase("default/debug-jkczk/debug", "default_debug-jkczk_6ad7cd9f-2dd5-4f13-a9f5-9f2e0050b87a/debug", "0.log")]
    public void Logs_are_all_files_of_the_attempt(string container, string folder, string live)
    {
        string home = SharedFolder.Require("evidence/kiln/truth/logs/pods/" + folder);
        string[] rotated = [.. Directory.GetFiles(home, live + ".*").Where(f => !f.EndsWith(".log", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] whole = [.. rotated.Append(Path.Combine(home, live)).SelectMany(f => (f.EndsWith(".gz", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Unpacked.Gunzip(f)) : File.ReadAllText(f)).Split('\n')).Where(l => l.Length > 0)];
        string[] own = [.. BuiltProgram.Run("logs", Tar, container, "--format", "json").MustExit(0, 4).JsonRows()
            .Select(r => $"{r.Text("time")![..29].TrimEnd('0')} {r.Text("stream")} {r.Text("text")!.TrimEnd('\n')}")];
        string[] engine = [.. whole.Where(l => l.Split(' ')[2] == "F" && !IsEndOfParts(whole, l)).Select(Plain)];
        Assert.That(engine, Is.Not.Empty);
        Assert.That(engine.Where(l => !own.Contains(l)), Is.Empty);
    }

    [Test]
    public void Verify_finds_nothing_altered()
    {
        IReadOnlyList<JsonRow> checks = Ask("verify");
        Assert.That(checks.Where(c => c.Text("status") is "altered" or "missing" or "planted").Select(c => c.ToString()), Is.Empty);
        foreach ((string kind, int count) in (IEnumerable<(string, int)>)[("image", 9), ("layer", 8), ("chain", 8), ("blob", 19)])
            Assert.That(checks.Count(c => c.Text("kind") == kind && c.Text("status") == "ok"), Is.EqualTo(count), kind);
    }

    /// <summary>What was planted on the node (planted.json): in an image, in containers, in pods as such.</summary>
    [TestCase("registry.clay.example:5000/csi-driver:1.11", "/usr/lib/.fontcache/rsh")]
    [TestCase("registry.clay.example:5000/csi-driver:1.11", "/usr/lib/.fontcache/h.so")]
    [TestCase("registry.clay.example:5000/csi-driver:1.11", "/usr/lib/.fontcache/c.json")]
    [TestCase("registry.clay.example:5000/csi-driver:1.11", "/root/.ssh/authorized_keys")]
    [TestCase("registry.clay.example:5000/csi-driver:1.11", "/etc/cron.d/sync")]
    [TestCase("kube-system/csi-node-4tq8m/csi-node", "/tmp/pods")]
    [TestCase("kube-system/csi-node-4tq8m/csi-node", null)]
    [TestCase("studio/glaze-c7bff485f7-hmgtv/app", "/tmp/.fontcache")]
    [TestCase("studio/glaze-c7bff485f7-hmgtv/app", "/var/spool/cron/crontabs/root")]
    [TestCase("studio/glaze-c7bff485f7-hmgtv/app", "/var/log/wtmp")]
    [TestCase("studio/glaze-c7bff485f7-hmgtv/app", "/tmp/.t")]
    [TestCase("studio/glaze-c7bff485f7-hmgtv/app", "/.stage")]
    public void Findings_tell_what_was_planted(string subject, string? path) =>
        Assert.That(Findings.Where(f => f.List("subjects").Contains(subject)).Select(f => f.TextOrNull("path")), Has.Some.EqualTo(path));

    private static string Plain(string line)
    {
        string[] parts = line.Split(' ', 4);
        string time = parts[0].EndsWith('Z') ? parts[0][..^1] : parts[0][..parts[0].LastIndexOfAny(['+', '-'])];
        return $"{time.TrimEnd('0')} {parts[1]} {parts[3]}";
    }

    private static void Compare(Disagreements says, JsonElement status, JsonElement info, JsonRow row)
    {
        string name = $"{row.Text("name")}@{row.Number("attempt")}";
        says.Same($"kind of {name}", "container", row.Text("kind"));
        says.Same($"attempt of {name}", status.Member("metadata")!.Value.Number("attempt"), row.Number("attempt"));
        says.Same($"pod_id of {name}", info.Text("sandboxid"), row.Text("pod_id"));
        says.Same($"state of {name}", States[status.Text("state")!], row.Text("state"));
        says.Same($"created of {name}", Nanoseconds(status.Text("createdat")!), Time(row.TextOrNull("created")));
        says.Same($"started of {name}", Nanoseconds(status.Text("startedat") ?? "0"), Time(row.TextOrNull("started")));
        says.Same($"finished of {name}", Nanoseconds(status.Text("finishedat") ?? "0"), Time(row.TextOrNull("finished")));
        says.Same($"exit_code of {name}", status.Number("exitcode"), row.Number("exit_code"));
        says.Same($"pid of {name}", info.Number("pid"), row.Number("pid"));
        says.Same($"log_path of {name}", status.Text("logpath"), row.Text("log_path"));
        says.Same($"image of {name}", status.Member("image")!.Value.Text("image"), row.Text("image"));
        says.Same($"image_id of {name}", "sha256:" + status.Text("imageid"), row.Text("image_id"));
        says.Same($"privileged of {name}", info.GetProperty("privileged").GetBoolean(), row.Flag("privileged"));
        JsonElement process = info.GetProperty("runtimeSpec").GetProperty("process");
        says.Same($"command of {name}", string.Join(' ', process.Texts("args")), row.Text("command"));
        says.SameList($"env of {name}", process.Texts("env"), row.List("env"));
        says.SameSet($"labels of {name}", status.Members("labels").Select(l => $"{l.Name}={l.Value}"), row.Map("labels").Select(l => $"{l.Key}={l.Value}"));
        says.SameList($"mounts of {name}", status.Member("mounts")!.Value.EnumerateArray().Select(m =>
            $"{m.Text("hostpath")} {m.Text("containerpath")} {m.GetProperty("readonly").GetBoolean()}"),
            row.Objects("mounts").Select(m => $"{m.Text("source")} {m.Text("destination")} {m.Flag("rw") == false}"));
    }
}
