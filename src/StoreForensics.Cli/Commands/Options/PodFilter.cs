using System.CommandLine;
using System.IO.Enumeration;
using StoreForensics.Model;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Filters over pods: <c>--pod</c>, <c>--namespace</c>, <c>--kind</c>, each repeatable; of several of one kind any may fit.</summary>
internal sealed class PodFilter
{
    private readonly Option<string[]> _pod = new("--pod") { Description = "only of pods of this name (POD or NAMESPACE/POD, * and ? as wildcards)" };
    private readonly Option<string[]> _namespace = new("--namespace") { Description = "only of pods in this namespace of Kubernetes (* and ? as wildcards)" };
    private readonly Option<string[]> _kind = new("--kind") { Description = "only containers of this kind: container or sandbox" };

    public void AddTo(Command command)
    {
        _kind.AcceptOnlyFromAmong("container", "sandbox");
        command.Add(_pod);
        command.Add(_namespace);
        command.Add(_kind);
    }

    /// <summary>Whether a container is wanted; everything is where nothing was asked.</summary>
    public bool Takes(ParseResult call, Container container)
    {
        string[] pods = call.GetValue(_pod) ?? [], spaces = call.GetValue(_namespace) ?? [], kinds = call.GetValue(_kind) ?? [];
        PodMembership? pod = container.Pod;
        return (pods.Length == 0 || pods.Any(p => Fits(p, pod?.Pod) || (pod?.Namespace is not null && Fits(p, $"{pod.Namespace}/{pod.Pod}"))))
            && (spaces.Length == 0 || spaces.Any(n => Fits(n, pod?.Namespace)))
            && (kinds.Length == 0 || kinds.Contains(pod?.IsSandbox == true ? "sandbox" : "container"));
    }

    private static bool Fits(string glob, string? name) => name is not null && FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);
}
