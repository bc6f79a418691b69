using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// Links as <c>docker inspect</c> shows them, <c>/target:/container/alias</c>: on disk they are as the user typed them, <c>target:alias</c> with a name or an
/// id, or as the migration of 1.10 wrote them.
/// </summary>
internal sealed class ContainerLinks
{
    // As many digits as an id is shortened to.
    private const int ShortestId = 12;

    private readonly HashSet<string> _names;
    private readonly ILookup<string, Container> _byShortId;

    private ContainerLinks(IReadOnlyList<Container> containers)
    {
        _names = [.. containers.Select(c => c.Name).OfType<string>()];
        _byShortId = containers.ToLookup(c => c.ShortId, StringComparer.Ordinal);
    }

    public static void Spell(IReadOnlyList<Container> containers)
    {
        var names = new ContainerLinks(containers);
        foreach (Container container in containers)
            container.Links = container.Links?.Select(l => names.Spell(l, container)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    private string Spell(string link, Container from)
    {
        int colon = link.IndexOf(':', StringComparison.Ordinal);
        string target = (colon < 0 ? link : link[..colon]).TrimStart('/'), alias = colon < 0 ? target : link[(link.LastIndexOfAny([':', '/']) + 1)..];
        return $"/{NameOf(target)}:/{from.DisplayName}/{alias}";
    }

    private string NameOf(string target)
    {
        if (target.Length < ShortestId || _names.Contains(target))
            return target;
        return _byShortId[target[..ShortestId]].FirstOrDefault(c => c.Id.StartsWith(target, StringComparison.Ordinal))?.DisplayName ?? target;
    }
}
