namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>Layers as directories of changes, deletions as <c>.wh.NAME</c>, opaque directories as <c>.wh..wh..opq</c>.</summary>
internal sealed class AufsOracle(TruthFolder truth) : LayerOracle(truth)
{
    private const string Root = "aufs/diff/";
    private const string Whiteout = ".wh.";
    private const string Opaque = ".wh..wh..opq";

    private readonly Dictionary<string, List<StatEntry>> _entries = truth.Stat.Entries
        .Where(entry => entry.Path.StartsWith(Root, StringComparison.Ordinal))
        .GroupBy(entry => LayerOf(entry.Path))
        .ToDictionary(group => group.Key, group => group.Select(Inside).Where(entry => entry.Path.Length > 0).ToList(), StringComparer.Ordinal);

    public override IEnumerable<string> Layers => _entries.Keys;

    public override IEnumerable<ExpectedFile> Files(string layer)
    {
        SortedDictionary<string, StatEntry> below = ViewBelow(layer);
        return from entry in _entries[layer]
               where !IsBookkeeping(entry.Path) && !NameOf(entry.Path).StartsWith(Whiteout, StringComparison.Ordinal)
               select new ExpectedFile(layer, entry, !below.ContainsKey(entry.Path));
    }

    public override IEnumerable<ExpectedDeletion> Deletions(string layer) =>
        [.. Whiteouts(layer), .. HiddenByOpaque(layer), .. HiddenByReplacement(layer)];

    protected override SortedDictionary<string, StatEntry> BuildView(string layer)
    {
        var view = new SortedDictionary<string, StatEntry>(ViewBelow(layer), StringComparer.Ordinal);
        foreach (ExpectedDeletion deletion in Deletions(layer))
        {
            view.Remove(deletion.Path);
            foreach (string below in Under(view, deletion.Path))
                view.Remove(below);
        }
        foreach (ExpectedFile file in Files(layer))
            view[file.Entry.Path] = file.Entry;
        return view;
    }

    // A whiteout with an inode of its own tells its time; the usual hard link to .wh..wh.aufs does not.
    private IEnumerable<ExpectedDeletion> Whiteouts(string layer) =>
        from entry in _entries[layer]
        let name = NameOf(entry.Path)
        where !IsBookkeeping(entry.Path) && name.StartsWith(Whiteout, StringComparison.Ordinal) && name != Opaque
        select new ExpectedDeletion(layer, ParentOf(entry.Path) + "/" + name[Whiteout.Length..], entry.Links == 1 ? entry.Modified : null, true);

    private IEnumerable<ExpectedDeletion> HiddenByOpaque(string layer)
    {
        SortedDictionary<string, StatEntry> below = ViewBelow(layer);
        HashSet<string> own = [.. Files(layer).Select(file => file.Entry.Path)];
        return from marker in _entries[layer]
               where NameOf(marker.Path) == Opaque
               let directory = ParentOf(marker.Path)
               from name in Under(below, directory)
               where !own.Contains(name)
               select new ExpectedDeletion(layer, name, Entry(layer, directory)?.Modified, own.Contains(ParentOf(name)));
    }

    private IEnumerable<ExpectedDeletion> HiddenByReplacement(string layer)
    {
        SortedDictionary<string, StatEntry> below = ViewBelow(layer);
        return from file in Files(layer)
               where file.Entry.Kind != "dir" && below.TryGetValue(file.Entry.Path, out StatEntry? old) && old.Kind == "dir"
               from name in Under(below, file.Entry.Path)
               select new ExpectedDeletion(layer, name, null, false);
    }

    private StatEntry? Entry(string layer, string path) => _entries[layer].Find(entry => entry.Path == path);

    // .wh..wh.aufs, .wh..wh.plnk and .wh..wh.orph lie only at the top of a branch.
    private static bool IsBookkeeping(string path) =>
        path.StartsWith("/.wh..wh.", StringComparison.Ordinal) && !path.StartsWith("/" + Opaque, StringComparison.Ordinal);

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string LayerOf(string path) => path[Root.Length..].Split('/')[0];

    private static StatEntry Inside(StatEntry entry) => entry with { Path = entry.Path[(Root.Length + LayerOf(entry.Path).Length)..] };
}
