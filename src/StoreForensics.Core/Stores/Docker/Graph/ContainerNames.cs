using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>Gives containers the names and links of the link graph, and finds edges of containers that are gone.</summary>
/// <param name="containers">Those whose names and links the file tells.</param>
/// <param name="newer">Those of the same root in the newer store, of which it is only an old record.</param>
/// <param name="graph">The file.</param>
internal sealed class ContainerNames(IReadOnlyList<Container> containers, IEnumerable<Container> newer, LinkGraph graph)
{
    private readonly Dictionary<string, Container> _byId = containers.ToDictionary(c => c.Id);
    private readonly Dictionary<string, Container> _known = containers.Concat(newer).DistinctBy(c => c.Id).ToDictionary(c => c.Id);

    public void Assign(EvidenceFiles files, int node)
    {
        foreach (LinkGraph.Edge edge in graph.Names)
        {
            if (!_byId.TryGetValue(edge.Entity, out Container? container))
                continue;
            if (container.Name is null)
                container.Name = edge.Name;
            else if (container.Name != edge.Name)
                files.Problems.Note("SF-LINKGRAPH-0002", files.Origin(node),
                    $"container {container.ShortId} is {DisplayText.Escape(edge.Name)} here and {DisplayText.Escape(container.Name)} in its configuration");
        }
        foreach (LinkGraph.Edge edge in graph.Links)
        {
            if (_byId.TryGetValue(edge.Parent!, out Container? from))
                from.Links = [.. from.Links ?? [], $"/{NameOf(edge.Entity)}:/{from.DisplayName}/{edge.Name}"];
        }
        foreach (Container container in containers)
            container.Links = container.Links?.Order(StringComparer.Ordinal).ToArray();
    }

    /// <summary>Edges whose container is not on disk: what a removal left in the database.</summary>
    public IEnumerable<Leftover> Leftovers(EvidenceFiles files, int node)
    {
        foreach (LinkGraph.Edge edge in graph.Names.Where(e => !_known.ContainsKey(e.Entity)))
            yield return new Leftover("container name", edge.Name, files.Origin(node), $"names container {edge.Entity}, which is not on disk");
        foreach (LinkGraph.Edge edge in graph.Links.Where(e => !_known.ContainsKey(e.Parent!)))
            yield return new Leftover("container link", edge.Name, files.Origin(node),
                $"a removed container {edge.Parent} had a link to {NameOf(edge.Entity)} under this name");
    }

    /// <summary>Deleted rows that are still in the file's free space. They may be of containers that are still here, renamed or unlinked.</summary>
    public IEnumerable<Leftover> Recovered()
    {
        string record = graph.IsWhole ? "a deleted record" : "a record that was deleted or that damage cut off";
        foreach ((Origin origin, LinkGraph.Edge edge) in graph.Recovered)
        {
            string whose = _known.ContainsKey(edge.Entity) ? "which is still on disk" : "which is not on disk";
            yield return edge.Parent == "0"
                ? new Leftover("recovered container name", edge.Name, origin, $"{record} names container {edge.Entity}, {whose}")
                : new Leftover("recovered container link", edge.Name, origin,
                    $"{record} links container {NameOf(edge.Parent!)} to {NameOf(edge.Entity)}, {whose}");
        }
    }

    private string NameOf(string id) => _known.TryGetValue(id, out Container? container) ? container.DisplayName : id;
}
