using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Kubernetes;

/// <summary>Files in which a container noted the pods of its node.</summary>
internal sealed class PodListRule : ITextRule
{
    private const int MinPods = 3;

    private static readonly Rule s_rule = new("kube-pod-list", "List of the node's pods", FindingConfidence.Medium, ["T1613"],
        "How the container came by it: a mount of the host's directories, or the cluster's interface.")
    {
        When = "A file in a temporary directory of a pod's container, or a hidden one, has the unique ids of three or more pods of the node.",
        Alternatives = ["agents that collect logs or measurements keep such lists"],
        Severities = [FindingSeverity.Medium],
    };

    private string[] _uids = [];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Begin(Inventory inventory) =>
        _uids = [.. inventory.Containers.Concat(inventory.LoggedOnly).Select(c => c.Pod).OfType<PodMembership>().Where(p => p.Namespace is not null)
            .Select(p => p.Uid).OfType<string>().Where(uid => uid.Length >= 32).Distinct(StringComparer.Ordinal)];

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => kind == TextKind.File && _uids.Length >= MinPods;

    public void Look(in TextSight text, FindingSink sink)
    {
        if (!MayFind(text.Kind, text.Text))
            return;
        string all = text.Text;
        int count = _uids.Count(uid => all.Contains(uid, StringComparison.Ordinal));
        if (count >= MinPods)
            sink.Add(s_rule, FindingSeverity.Medium, text, string.Create(CultureInfo.InvariantCulture, $"{text.Where} has the ids of {count} pods of the node."));
    }
}
