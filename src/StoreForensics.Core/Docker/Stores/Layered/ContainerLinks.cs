using StoreForensics.Model;

namespace StoreForensics.Docker.Stores.Layered;

/// <summary>
/// Links as <c>docker inspect</c> shows them, <c>/target:/container/alias</c>: on disk they are as the user typed them, <c>target:alias</c> with a name or an
/// id, or as the migration of 1.10 wrote them.
/// </summary>
internal static class ContainerLinks
{
    public static void Spell(IReadOnlyList<Container> containers)
    {
        foreach (Container container in containers.Where(c => c.Links.Count > 0))
        {
            string[] links = [.. container.Links.Select(l => Spell(l, container, containers)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            container.Links.Clear();
            container.Links.AddRange(links);
        }
    }

    private static string Spell(string link, Container from, IReadOnlyList<Container> containers)
    {
        int colon = link.IndexOf(':', StringComparison.Ordinal);
        string target = (colon < 0 ? link : link[..colon]).TrimStart('/'), alias = colon < 0 ? target : link[(link.LastIndexOfAny([':', '/']) + 1)..];
        return $"/{NameOf(target, containers)}:/{from.DisplayName}/{alias}";
    }

    private static string NameOf(string target, IReadOnlyList<Container> containers)
    {
        if (target.Length < 12 || containers.Any(c => c.Name == target))
            return target;
        return containers.FirstOrDefault(c => c.Id.StartsWith(target, StringComparison.Ordinal))?.DisplayName ?? target;
    }
}
