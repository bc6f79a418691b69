using System.CommandLine;
using System.IO.Enumeration;
using StoreForensics.Model;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Filters over pods: <c>--pod</c>, <c>--namespace</c>, <c>--kind</c>, and over labels, each repeatable; of several of one kind any may fit.</summary>
internal sealed class PodFilter
{
    private readonly Option<string[]> _pod = new("--pod") { Description = "only of pods of this name (POD or NAMESPACE/POD, * and ? as wildcards)" };
    private readonly Option<string[]> _namespace = new("--namespace") { Description = "only of pods in this namespace of Kubernetes (* and ? as wildcards)" };
    private readonly Option<string[]> _kind = new("--kind") { Description = "only containers of this kind: container or sandbox" };

    private readonly Option<string[]> _label = new("--label") { Description = "only containers with this label (K, or K=V)" };

    /// <param name="command">Gets the options.</param>
    /// <param name="labels">Whether labels can be asked for too.</param>
    public void AddTo(Command command, bool labels = false)
    {
        if (labels)
            command.Add(_label);
        _kind.AcceptOnlyFromAmong("container", "sandbox");
        command.Add(_pod);
        command.Add(_namespace);
        command.Add(_kind);
    }

    /// <summary>Whether any is given.</summary>
    public bool IsGiven(ParseResult call) => ((Option<string[]>[])[_pod, _namespace, _kind]).Any(o => call.GetValue(o) is { Length: > 0 });

    /// <summary>The containers that are wanted, those of which only logs are left too; null where nothing was asked.</summary>
    public IReadOnlyList<Container>? Of(ParseResult call, Inventory inventory) =>
        IsGiven(call) ? [.. inventory.Containers.Concat(inventory.LoggedOnly).Where(c => Takes(call, c))] : null;

    /// <summary>Whether a container is wanted; everything is where nothing was asked.</summary>
    public bool Takes(ParseResult call, Container container)
    {
        string[] pods = call.GetValue(_pod) ?? [], spaces = call.GetValue(_namespace) ?? [], kinds = call.GetValue(_kind) ?? [];
        PodMembership? pod = container.Pod;
        return (pods.Length == 0 || pods.Any(p => Fits(p, pod?.Pod) || (pod?.Namespace is not null && Fits(p, $"{pod.Namespace}/{pod.Pod}"))))
            && (spaces.Length == 0 || spaces.Any(n => Fits(n, pod?.Namespace)))
            && (kinds.Length == 0 || kinds.Contains(pod?.IsSandbox == true ? "sandbox" : "container"))
            && HasLabel(call.GetValue(_label) ?? [], container.Labels ?? s_none);
    }

    private static readonly Dictionary<string, string> s_none = [];

    private static bool HasLabel(string[] wanted, IReadOnlyDictionary<string, string> labels) =>
        wanted.Length == 0 || wanted.Any(w => w.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? labels.TryGetValue(w[..at], out string? value) && value == w[(at + 1)..] : labels.ContainsKey(w));

    private static bool Fits(string glob, string? name) => name is not null && FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);
}
