using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Kubernetes;

/// <summary>Configuration of a Kubernetes node: pods that the kubelet runs of its own accord, and files that were changed after their neighbours.</summary>
internal sealed partial class NodeFileRule : IInventoryRule
{
    private const long DaySeconds = 86400;

    private static readonly Rule s_pod = new("kube-static-pod", "Static pod with power over the node", FindingConfidence.Medium, ["T1053.007", "T1611"],
        "Who wrote the manifest, and when; no one needs rights in the cluster for it.")
    {
        When = "The manifest of a static pod asks for a privileged container, the host's processes or its root (high), or for the host's network or paths (low, "
            + "not of the control plane that kubeadm installs).",
        Alternatives = ["control planes and load balancers of the distribution are installed so", "the text is not what the kubelet makes of it"],
        Basis = ["the text of the manifest in the evidence"],
        Severities = [FindingSeverity.Low, FindingSeverity.High],
    };

    private static readonly Rule s_late = new("kube-config-late", "Node configuration changed after its neighbours", FindingConfidence.Low, ["T1543.005", "T1556"],
        "What the file says; whether the node was upgraded at that time.")
    {
        When = "A manifest of a static pod, or a configuration of kubelet, network or engine was modified a day or more after all others of the node's.",
        Alternatives = ["an upgrade, a renewed certificate, or an administrator's change"],
        Basis = ["the modification times of the files, which anyone could have set"],
        Severities = [FindingSeverity.Low],
    };

    private static readonly string[] s_controlPlane = ["etcd.yaml", "kube-apiserver.yaml", "kube-controller-manager.yaml", "kube-scheduler.yaml"];

    public IReadOnlyList<Rule> Rules => [s_pod, s_late];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (NodeFile file in inventory.NodeFiles.Where(f => f.Text is not null && f.Kind != NodeFileKind.Unit))
            Pod(file, sink);
        IEnumerable<NodeFile> configuration = inventory.NodeFiles.Where(f => f.Kind != NodeFileKind.Unit);
        foreach (IGrouping<string, NodeFile> node in configuration.GroupBy(f => f.Origin.Evidence, StringComparer.Ordinal))
            Late([.. node.Where(f => f.Modified is { IsUsable: true }).OrderBy(f => f.Modified)], sink);
    }

    private static void Pod(NodeFile file, FindingSink sink)
    {
        string text = Comment().Replace(file.Text!, "");
        string[] power = [.. Powers(text)], some = [.. Some(text)];
        bool isControlPlane = s_controlPlane.Contains(file.Path[(file.Path.LastIndexOf('/') + 1)..], StringComparer.Ordinal);
        if (power.Length > 0)
            Say(file, FindingSeverity.High, [.. power, .. some], sink);
        else if (some.Length > 0 && !isControlPlane)
            Say(file, FindingSeverity.Low, some, sink);
    }

    private static IEnumerable<string> Powers(string text)
    {
        if (Privileged().IsMatch(text))
            yield return "a privileged container";
        if (Processes().IsMatch(text))
            yield return "the host's processes";
        if (Root().IsMatch(text))
            yield return "the host's root directory";
    }

    private static IEnumerable<string> Some(string text)
    {
        if (Network().IsMatch(text))
            yield return "the host's network";
        if (Paths().IsMatch(text))
            yield return "paths of the host";
    }

    private static void Say(NodeFile file, FindingSeverity severity, string[] what, FindingSink sink) =>
        sink.Add(s_pod, severity, [], $"The manifest asks for {string.Join(", ", what)}.", file.Origin, EvidencePath.FromString(file.Path),
            time: file.Modified);

    private static void Late(NodeFile[] files, FindingSink sink)
    {
        if (files.Length > 1 && files[^1].Modified!.Value.Seconds - files[^2].Modified!.Value.Seconds >= DaySeconds)
            sink.Add(s_late, FindingSeverity.Low, [], $"{DisplayText.Escape(files[^1].Path)} was modified at {files[^1].Modified}, all others of the node's "
                + $"configuration at {files[^2].Modified} or before.", files[^1].Origin, EvidencePath.FromString(files[^1].Path), time: files[^1].Modified);
    }

    [GeneratedRegex("""^\s*#.*$""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex("""\bprivileged["']?\s*:\s*true\b""", RegexOptions.CultureInvariant)]
    private static partial Regex Privileged();

    [GeneratedRegex("""\bhost(PID|IPC)["']?\s*:\s*true\b""", RegexOptions.CultureInvariant)]
    private static partial Regex Processes();

    [GeneratedRegex("""\bhostPath["']?\s*:\s*\{?\s*(["']?type["']?\s*:\s*["']?\w*["']?\s*,?\s*)?["']?path["']?\s*:\s*["']?/["']?\s*(?=[\r\n,}\]]|\z)""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Root();

    [GeneratedRegex("""\bhostNetwork["']?\s*:\s*true\b""", RegexOptions.CultureInvariant)]
    private static partial Regex Network();

    [GeneratedRegex("""\bhostPath["']?\s*:""", RegexOptions.CultureInvariant)]
    private static partial Regex Paths();
}
