namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>
/// Layers put on one another as the image specification says: members replace what has their path, <c>.wh.NAME</c> removes NAME of the layers below,
/// <c>.wh..wh..opq</c> all that the layers below have in its directory.
/// </summary>
internal sealed class LayerReplay
{
    private const string Whiteout = ".wh.";
    private const string Opaque = ".wh..wh..opq";

    private readonly Dictionary<string, TarMember> _entries = new(StringComparer.Ordinal);

    /// <summary>What shows, in any order; hard links have become files.</summary>
    public IEnumerable<TarMember> Entries => _entries.Values;

    public void Apply(IReadOnlyList<TarMember> layer)
    {
        foreach (TarMember marker in layer.Where(m => m.Name.StartsWith(Whiteout, StringComparison.Ordinal)))
        {
            if (marker.Name == Opaque)
                RemoveBelow(marker.Directory);
            else if (!marker.Name.StartsWith(".wh..wh.", StringComparison.Ordinal))
                Remove($"{marker.Directory}/{marker.Name[Whiteout.Length..]}");
        }
        foreach (TarMember member in layer.Where(m => !m.Path.Split('/').Any(n => n.StartsWith(Whiteout, StringComparison.Ordinal)) && m.Path != "/"))
        {
            if (member.Type != 'd')
                RemoveBelow(member.Path);
            _entries[member.Path] = member.Type == 'h' ? Linked(member) : member;
        }
    }

    private TarMember Linked(TarMember link) => _entries[TarMember.PathOf(link.Target)] with { Path = link.Path };

    private void Remove(string path)
    {
        _entries.Remove(path);
        RemoveBelow(path);
    }

    private void RemoveBelow(string directory)
    {
        foreach (string path in _entries.Keys.Where(p => p.StartsWith(directory + "/", StringComparison.Ordinal)).ToArray())
            _entries.Remove(path);
    }
}
