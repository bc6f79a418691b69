using System.Text;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>A Kubernetes node, containerd 2.1.9 with CRI, power cut: against what the CRI answered, the mounted trees, and the log files.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class KubernetesTests() : ContainerdNodeTests("nodea", changed: 14, containers: 8, sandboxes: 6)
{
    /// <summary>The files are in the evidence as they are in truth; what is told of them is one row a line, the attempts apart.</summary>
    [TestCase("shop/catalog-598bc66459-m5bkq/app@0", "shop_catalog-598bc66459-m5bkq_462bec6b-c7ee-4da3-a3c1-5a60c47d203d/app", "0.log")]
    [TestCase("catalog-598bc66459-m5bkq/app", "shop_catalog-598bc66459-m5bkq_462bec6b-c7ee-4da3-a3c1-5a60c47d203d/app", "1.log")]
    [TestCase("kube-proxy", "kube-system_kube-proxy-x7k2q_0a724fd1-4600-4f76-9d63-05794a9185a2/kube-proxy", "0.log")]
    public void Logs_are_all_files_of_the_attempt(string container, string folder, string live)
    {
        string home = SharedFolder.Require("evidence/nodea/truth/logs/pods/" + folder);
        string[] rotated = [.. Directory.GetFiles(home, live + ".*").Where(f => !f.EndsWith(".log", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] files = [.. rotated, Path.Combine(home, live)];
        string text = string.Concat(files.Select(f =>
            f.EndsWith(".gz", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Unpacked.Gunzip(f)) : File.ReadAllText(f)));
        string[] whole = [.. text.Split('\n').Where(l => l.Length > 0)];
        string[] own = [.. BuiltProgram.Run("logs", Tar, container, "--format", "json").MustExit(0, 4).JsonRows()
            .Select(r => $"{r.Text("time")![..29].TrimEnd('0')}Z {r.Text("stream")} F {r.Text("text")!.TrimEnd('\n')}")];
        // Truth was taken before the power was cut.
        string[] engine = [.. whole.Where(l => l.Split(' ')[2] == "F" && !IsEndOfParts(whole, l))];
        Assert.That(engine.Where(l => !own.Contains(l)), Is.Empty);
        Assert.That(engine, Is.Not.Empty);
        Assert.That(own, Has.Length.GreaterThanOrEqualTo(engine.Length));
    }

    /// <summary>containerd's records of it are gone; the log is not.</summary>
    [Test]
    public void Logs_of_a_removed_pod_are_told()
    {
        const string folder = "evidence/nodea/truth/logs/pods/default_debug-c2zfc_74b6390f-330f-4ae1-80f4-cd484a588d01/debug/";
        string[] engine = File.ReadAllLines(SharedFolder.Require(folder + "0.log"));
        foreach (string name in (string[])["default/debug-c2zfc/debug", "debug-c2zfc/debug@0"])
            Assert.That(BuiltProgram.Run("logs", Tar, name, "--format", "json").MustExit(0, 4).JsonRows().Select(r =>
                $"{r.Text("time")![..29].TrimEnd('0')}Z {r.Text("stream")} F {r.Text("text")!.TrimEnd('\n')}"), Is.EqualTo(engine));
        Assert.That(Containers.Values.Select(r => r.Text("name")), Has.None.Contains("debug"));
        JsonRow[] events = [.. BuiltProgram.Run("timeline", Tar, "--format", "jsonl", "--logs", "all", "--type", "container.log").MustExit(0, 4).JsonRows()
            .Where(r => r.List("container").Contains("default/debug-c2zfc/debug"))];
        Assert.That(events, Has.Length.EqualTo(engine.Length));
        Assert.That(events.Select(e => e.Text("origin")), Has.All.EndsWith("debug/0.log"));
        Assert.That(Ask("findings").Where(f => f.Text("rule") == "leftover").Select(f => f.Text("reason")), Has.Some.Contains("log of a removed container"));
    }

    /// <summary>What was planted on the node outside images and containers' layers, and in pods as such (planted.json).</summary>
    [TestCase("kube-pod-list", "kube-system/kube-proxy-x7k2q/kube-proxy", "/tmp/pods")]
    [TestCase("kube-account-token", "shop/catalog-598bc66459-m5bkq/app", "/tmp/.t")]
    [TestCase("kube-volume-hidden", "shop/catalog-598bc66459-m5bkq/app", "/.stage")]
    [TestCase("log-rewritten-empty", "shop/catalog-598bc66459-m5bkq/app", "/var/log/wtmp")]
    [TestCase("kube-sandbox-remade", "kube-system/agent-nodea-worker1", null)]
    [TestCase("leftover", "default/debug-c2zfc/debug", null)]
    [TestCase("container-privileged", "kube-system/kube-proxy-x7k2q/kube-proxy", null)]
    public void Findings_tell_what_was_planted(string rule, string subject, string? path) =>
        Assert.That(Findings.Where(f => f.Text("rule") == rule && f.List("subjects").Contains(subject)).Select(f => f.TextOrNull("path")),
            Has.Some.EqualTo(path));

    /// <summary>Nothing of the kubelet's own tokens, and of pods that nobody touched nothing of the node.</summary>
    [Test]
    public void Findings_leave_the_kubelet_s_own_alone()
    {
        Assert.That(Findings.Where(f => f.Text("rule") == "kube-account-token").Select(f => f.TextOrNull("path")).Distinct(),
            Is.EqualTo(new[] { "/tmp/.t" }));
        Assert.That(Findings.Select(f => f.Text("rule")), Has.None.EqualTo("kube-static-pod").And.None.EqualTo("kube-config-late"));
    }

    /// <summary>A filter leaves rows of its pods alone, and all of them.</summary>
    [Test]
    public void Filters_over_pods_hold_everywhere()
    {
        Assert.That(Ask("findings", "--pod", "kube-proxy-*").SelectMany(f => f.List("subjects")), Has.All.StartsWith("kube-system/kube-proxy-x7k2q"));
        Assert.That(Ask("findings", "--namespace", "default", "--kind", "container").Select(f => f.Text("rule")), Is.EqualTo(new[] { "leftover" }));
        JsonRow[] events = [.. BuiltProgram.Run("timeline", Tar, "--format", "jsonl", "--namespace", "shop").MustExit(0, 4).JsonRows()];
        Assert.That(events.Select(e => e.List("container").Any(c => c.StartsWith("shop/", StringComparison.Ordinal))), Is.Not.Empty.And.All.True);
        Assert.That(Ask("containers", "--label", "io.kubernetes.pod.name=init-n6sh7", "--kind", "container").Select(r => r.Text("name")),
            Is.EqualTo(new[] { "shop/init-n6sh7/init" }));
        Assert.That(Ask("containers", "--label", "io.kubernetes.pod.name").Count, Is.EqualTo(14));
    }

    /// <summary>A filter takes all attempts of a name, one with <c>@</c> that one alone.</summary>
    [TestCase("catalog-598bc66459-m5bkq/app", 2)]
    [TestCase("shop/catalog-598bc66459-m5bkq/app@0", 1)]
    [TestCase("shop/catalog-598bc66459-m5bkq/app@1", 1)]
    public void A_filter_over_containers_takes_attempts(string name, int attempts)
    {
        JsonRow[] events = [.. BuiltProgram.Run("timeline", Tar, "--format", "jsonl", "--container", name).MustExit(0, 4).JsonRows()];
        Assert.That(events.Count(e => e.Text("event_type") == "container.created"), Is.EqualTo(attempts));
    }

    [Test]
    public void A_name_of_several_attempts_says_so()
    {
        ProgramRun run = BuiltProgram.Run("logs", Tar, "catalog-598bc66459-m5bkq/app").MustExit(0, 4);
        Assert.That(run.Errors, Does.Contain("this is attempt 1 of shop/catalog-598bc66459-m5bkq/app; there are others: @0"));
        Assert.That(BuiltProgram.Run("logs", Tar, "catalog-598bc66459-m5bkq/app@0").MustExit(0, 4).Errors, Does.Not.Contain("there are others"));
    }
}
