using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>A node of containerd with CRI, power cut: every container and sandbox is what the CRI answered, and nothing was altered.</summary>
/// <param name="host">The folder of the evidence and of its truth.</param>
/// <param name="changed">Of how many containers and sandboxes truth has the changes.</param>
/// <param name="containers">How many the CRI told of.</param>
/// <param name="sandboxes">How many the CRI told of.</param>
/// <param name="isSample">Whether the host is a committed sample.</param>
internal abstract class ContainerdNodeTests(string host, int changed, int containers, int sandboxes, bool isSample = false)
    : CriNodeTests(host, changed, isSample)
{
    [Test]
    public void Containers_are_what_the_CRI_said()
    {
        var says = new Disagreements();
        foreach ((JsonElement status, JsonElement info) in Answers("container"))
            Compare(says, status, info, Containers[status.Text("id")!]);
        says.AssertNone(containers * 12);
    }

    [Test]
    public void Sandboxes_are_what_the_CRI_said()
    {
        var says = new Disagreements();
        CompareSandboxes(says);
        says.AssertNone(sandboxes * 7);
    }

    [Test]
    public void Verify_finds_nothing_altered()
    {
        var says = new Disagreements();
        IReadOnlyList<JsonRow> checks = Ask("verify");
        foreach (JsonRow check in checks.Where(c => c.Text("status") is "altered" or "missing" or "planted"))
            says.True(check.ToString(), false);
        says.True("layers", checks.Count(c => c.Text("kind") == "layer" && c.Text("status") == "ok") >= Math.Min(sandboxes, 6));
        says.AssertNone();
    }

    private static void Compare(Disagreements says, JsonElement status, JsonElement info, JsonRow row)
    {
        string name = $"{row.Text("name")}@{row.Number("attempt")}";
        says.Same($"kind of {name}", "container", row.Text("kind"));
        says.Same($"attempt of {name}", status.Member("metadata")!.Value.Number("attempt"), row.Number("attempt"));
        says.Same($"pod_id of {name}", info.Text("sandboxid"), row.Text("pod_id"));
        says.Same($"state of {name}", States[status.Text("state")!], row.Text("state"));
        says.Same($"created of {name}", Nanoseconds(status.Text("createdat")!), Time(row.TextOrNull("created")));
        says.Same($"started of {name}", Nanoseconds(status.Text("startedat")!), Time(row.TextOrNull("started")));
        says.Same($"finished of {name}", Nanoseconds(status.Text("finishedat")!), Time(row.TextOrNull("finished")));
        says.Same($"exit_code of {name}", status.Number("exitcode"), row.Number("exit_code"));
        says.Same($"pid of {name}", info.Number("pid"), row.Number("pid"));
        says.Same($"log_path of {name}", status.Text("logpath"), row.Text("log_path"));
        JsonElement process = info.Member("runtimespec")!.Value.Member("process")!.Value;
        says.Same($"command of {name}", string.Join(' ', process.Texts("args")), row.Text("command"));
        says.SameList($"env of {name}", process.Texts("env"), row.List("env"));
        says.SameSet($"labels of {name}", status.Members("labels").Select(l => $"{l.Name}={l.Value}"), row.Map("labels").Select(l => $"{l.Key}={l.Value}"));
        says.SameList($"mounts of {name}", status.Member("mounts")!.Value.EnumerateArray().Select(m =>
            $"{m.Text("hostpath")} {m.Text("containerpath")} {m.GetProperty("readonly").GetBoolean()}"),
            row.Objects("mounts").Select(m => $"{m.Text("source")} {m.Text("destination")} {m.Flag("rw") == false}"));
        says.Same($"containerd_namespace of {name}", "k8s.io", row.Text("containerd_namespace"));
    }
}
