using StoreForensics.Model.Builds;

namespace StoreForensics.Logs;

/// <summary>
/// What a log says of each vertex, put together: a vertex is told of when it is known, when it starts and when it ends, and again when it is worked on once
/// more. It started when it first did, ended when it last did, and is cached where any end says so.
/// </summary>
internal sealed class BuildVertices
{
    private readonly List<BuildVertex> _vertices = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>In the order in which they first appear.</summary>
    public IReadOnlyList<BuildVertex> All => _vertices;

    public void Take(IEnumerable<BuildVertex> told)
    {
        foreach (BuildVertex vertex in told)
        {
            if (_places.TryGetValue(vertex.Digest, out int at))
                _vertices[at] = Joined(_vertices[at], vertex);
            else if (_vertices.Count < BuildLog.MaxVertices)
                Add(vertex);
        }
    }

    private void Add(BuildVertex vertex)
    {
        _places[vertex.Digest] = _vertices.Count;
        _vertices.Add(vertex);
    }

    private static BuildVertex Joined(BuildVertex known, BuildVertex told) => known with
    {
        Name = told.Name.Length > 0 ? told.Name : known.Name,
        Started = known.Started is { } first && (told.Started is not { } next || first <= next) ? first : told.Started,
        Completed = known.Completed is { } last && (told.Completed is not { } end || last >= end) ? last : told.Completed,
        IsCached = known.IsCached || told.IsCached,
        Error = told.Error ?? known.Error,
    };
}
