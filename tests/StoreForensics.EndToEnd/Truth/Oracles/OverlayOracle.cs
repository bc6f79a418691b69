namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>
/// overlay(1): an image is a whole tree below <c>root</c>, so its layer is what differs from the parent's; a container's changes lie in <c>upper</c>.
/// vfs has whole trees only, overlay2 changes only.
/// </summary>
internal sealed class OverlayOracle : LayerOracle
{
    private readonly string _folder;
    private readonly string? _rootPart;
    private readonly string? _upperPart;
    private readonly Dictionary<string, List<StatEntry>> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StatEntry>> _uppers = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _opaque;
    private readonly IReadOnlySet<string> _capable;

    public OverlayOracle(TruthFolder truth)
        : this(truth, "overlay/", "/root", "/upper", null)
    {
    }

    /// <param name="truth">What lay on disk.</param>
    /// <param name="folder">The driver's directory.</param>
    /// <param name="rootPart">Where in a layer's directory a whole tree lies; null where the driver has none.</param>
    /// <param name="upperPart">Where changes lie; null where the driver has none.</param>
    /// <param name="below">As in the base class.</param>
    public OverlayOracle(TruthFolder truth, string folder, string? rootPart, string? upperPart, Dictionary<string, string?>? below)
        : base(truth, below)
    {
        (_folder, _rootPart, _upperPart) = (folder, rootPart, upperPart);
        _opaque = truth.WithXattr("trusted.overlay.opaque");
        _capable = truth.WithXattr("security.capability");
        foreach (StatEntry entry in truth.Stat.Entries)
            Sort(entry);
    }

    public override IEnumerable<string> Layers => _roots.Keys.Concat(_uppers.Keys);

    public override IEnumerable<ExpectedFile> Files(string layer)
    {
        SortedDictionary<string, StatEntry> below = ViewBelow(layer);
        if (_uppers.TryGetValue(layer, out List<StatEntry>? upper))
            return upper.Where(entry => !entry.IsOverlayWhiteout).Select(entry => new ExpectedFile(layer, entry, !below.ContainsKey(entry.Path)));
        HashSet<string> changed = ChangedIn(layer, below);
        return from entry in _roots[layer]
               where changed.Contains(entry.Path)
               select new ExpectedFile(layer, entry, !below.ContainsKey(entry.Path));
    }

    public override IEnumerable<ExpectedDeletion> Deletions(string layer) =>
        _uppers.ContainsKey(layer) ? [.. Whiteouts(layer), .. HiddenByOpaque(layer), .. HiddenByReplacement(layer)] : MissingFromRoot(layer);

    protected override SortedDictionary<string, StatEntry> BuildView(string layer)
    {
        if (_roots.TryGetValue(layer, out List<StatEntry>? root))
            return new SortedDictionary<string, StatEntry>(root.ToDictionary(entry => entry.Path), StringComparer.Ordinal);
        var view = new SortedDictionary<string, StatEntry>(ViewBelow(layer), StringComparer.Ordinal);
        foreach (ExpectedDeletion deletion in Deletions(layer))
        {
            view.Remove(deletion.Path);
            foreach (string below in Under(view, deletion.Path))
                view.Remove(below);
        }
        foreach (StatEntry entry in _uppers[layer].Where(entry => !entry.IsOverlayWhiteout))
            view[entry.Path] = entry;
        return view;
    }

    // Different means: type, mode, owner, capability, for others than directories size or mtime, or something inside changed.
    private HashSet<string> ChangedIn(string layer, SortedDictionary<string, StatEntry> below)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (StatEntry entry in _roots[layer])
        {
            if (below.TryGetValue(entry.Path, out StatEntry? old) && !Differs(layer, entry, old))
                continue;
            changed.Add(entry.Path);
            AddDirectories(changed, entry.Path);
        }
        foreach (ExpectedDeletion deletion in MissingFromRoot(layer))
            AddDirectories(changed, deletion.Path);
        return changed;
    }

    private static void AddDirectories(HashSet<string> changed, string path)
    {
        for (string parent = ParentOf(path); parent.Length > 0; parent = ParentOf(parent))
            changed.Add(parent);
    }

    private bool Differs(string layer, StatEntry entry, StatEntry old) =>
        entry.Inode != old.Inode
        && (entry.Kind != old.Kind || entry.Mode != old.Mode || entry.Uid != old.Uid || entry.Gid != old.Gid
            || IsCapable(layer, entry.Path) != IsCapable(Below(layer)!, entry.Path)
            || (entry.Kind != "dir" && (entry.Size != old.Size || entry.Modified != old.Modified)));

    private bool IsCapable(string layer, string path) => _capable.Contains($"{_folder}{layer}{_rootPart}{path}");

    // A whole tree has no whiteouts: what is gone is gone, and when is for the build step to say.
    private IEnumerable<ExpectedDeletion> MissingFromRoot(string layer)
    {
        HashSet<string> own = [.. _roots[layer].Select(entry => entry.Path)];
        HashSet<string> directories = [.. _roots[layer].Where(entry => entry.Kind == "dir").Select(entry => entry.Path).Append("")];
        return from name in ViewBelow(layer).Keys
               where !own.Contains(name)
               select new ExpectedDeletion(layer, name, null, directories.Contains(ParentOf(name)));
    }

    private IEnumerable<ExpectedDeletion> Whiteouts(string layer) =>
        from entry in _uppers[layer]
        where entry.IsOverlayWhiteout
        select new ExpectedDeletion(layer, entry.Path, entry.Links == 1 ? entry.Modified : null, true);

    private IEnumerable<ExpectedDeletion> HiddenByOpaque(string layer)
    {
        SortedDictionary<string, StatEntry> below = ViewBelow(layer);
        HashSet<string> own = [.. _uppers[layer].Select(entry => entry.Path)];
        return from directory in _uppers[layer]
               where directory.Kind == "dir" && _opaque.Contains($"{_folder}{layer}{_upperPart}{directory.Path}")
               from name in Under(below, directory.Path)
               where !own.Contains(name)
               select new ExpectedDeletion(layer, name, directory.Modified, own.Contains(ParentOf(name)));
    }

    private IEnumerable<ExpectedDeletion> HiddenByReplacement(string layer)
    {
        SortedDictionary<string, StatEntry> below = ViewBelow(layer);
        return from entry in _uppers[layer]
               where entry.Kind != "dir" && !entry.IsOverlayWhiteout
                   && below.TryGetValue(entry.Path, out StatEntry? old) && old.Kind == "dir"
               from name in Under(below, entry.Path)
               select new ExpectedDeletion(layer, name, null, false);
    }

    private void Sort(StatEntry entry)
    {
        if (!entry.Path.StartsWith(_folder, StringComparison.Ordinal))
            return;
        string layer = entry.Path[_folder.Length..].Split('/')[0];
        string inside = entry.Path[(_folder.Length + layer.Length)..];
        foreach ((string? part, Dictionary<string, List<StatEntry>> layers) in new[] { (_rootPart, _roots), (_upperPart, _uppers) })
        {
            if (part is null)
                continue;
            if (inside == part)
                layers.TryAdd(layer, []);
            else if (inside.StartsWith(part + "/", StringComparison.Ordinal))
                (layers.TryGetValue(layer, out List<StatEntry>? list) ? list : layers[layer] = []).Add(entry with { Path = inside[part.Length..] });
        }
    }
}
