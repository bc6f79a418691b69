using System.Globalization;

namespace StoreForensics.Model;

/// <summary>
/// The names that a Kubernetes container answers to: <c>NAMESPACE/POD/CONTAINER</c>, <c>POD/CONTAINER</c> or <c>CONTAINER</c>, a sandbox
/// <c>NAMESPACE/POD</c> or <c>POD</c>; with <c>@N</c> behind it that attempt, without it the newest.
/// </summary>
internal static class PodNames
{
    /// <summary>Whether the name is one of a container of a Kubernetes pod.</summary>
    public static bool Matches(Container container, string name)
    {
        if (container is not { Pod: { Namespace: not null } pod, Name: { } own })
            return false;
        int at = name.LastIndexOf('@');
        if (at > 0 && long.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long attempt))
        {
            if (pod.Attempt != attempt)
                return false;
            name = name[..at];
        }
        return name == own || (own.Length > name.Length && own[^(name.Length + 1)] == '/' && own.EndsWith(name, StringComparison.Ordinal));
    }

    /// <summary>Of several attempts of one container the newest; others as they are.</summary>
    public static IEnumerable<Container> Newest(IEnumerable<Container> containers) =>
        containers.GroupBy(c => (c.Store.Root, c.Name)).Select(g => g.OrderByDescending(c => c.Pod?.Attempt).ThenByDescending(c => c.Created?.Time).First());
}
