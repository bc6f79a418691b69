using System.Text.RegularExpressions;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>An edge of linkgraph.db: the entity has this name below the parent.</summary>
internal sealed record LinkEdge(string Entity, string? Parent, string Name);

/// <summary>The edges in a dump of linkgraph.db (docker-storage-formats.md 3.5).</summary>
internal sealed partial class LinkGraph(IReadOnlyList<LinkEdge> edges)
{
    public IEnumerable<LinkEdge> Children(string parent) => edges.Where(edge => edge.Parent == parent);

    /// <summary>Every name of every container, as <c>docker ps</c> lists them: the edges' names from the root on, joined by slashes.</summary>
    public IEnumerable<(string Entity, string Name)> Names() => Walk("0", "", 0);

    public static LinkGraph Parse(string sql) => new([.. Edge().Matches(sql).Select(match => new LinkEdge(
        match.Groups["entity"].Value,
        match.Groups["parent"].Success ? match.Groups["parent"].Value : null,
        match.Groups["name"].Value))]);

    private IEnumerable<(string Entity, string Name)> Walk(string parent, string prefix, int depth)
    {
        if (depth > 8)
            yield break;
        foreach (LinkEdge edge in Children(parent))
        {
            yield return (edge.Entity, prefix + edge.Name);
            foreach ((string, string) deeper in Walk(edge.Entity, prefix + edge.Name + "/", depth + 1))
                yield return deeper;
        }
    }

    [GeneratedRegex(@"INSERT INTO edge VALUES\('(?<entity>[^']*)',(?:NULL|'(?<parent>[^']*)'),'(?<name>[^']*)'\);")]
    private static partial Regex Edge();
}
