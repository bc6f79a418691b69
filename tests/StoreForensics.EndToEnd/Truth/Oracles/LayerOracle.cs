using StoreForensics.EndToEnd.Truth.Layered;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>
/// Works out from <c>find</c>'s listing alone, without the program, what each layer of a store changed (docker-storage-formats.md 3.8, 4.4).
/// </summary>
internal abstract class LayerOracle
{
    private readonly Dictionary<string, SortedDictionary<string, StatEntry>> _views = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _below;

    /// <param name="truth">What lay on disk.</param>
    /// <param name="below">What each layer stands on; null for the graph era, where images and containers tell.</param>
    protected LayerOracle(TruthFolder truth, Dictionary<string, string?>? below = null)
    {
        Truth = truth;
        _below = below ?? Chain(truth);
    }

    protected TruthFolder Truth { get; }

    public static LayerOracle For(GraphEvidence evidence) =>
        evidence.Driver == "aufs" ? new AufsOracle(evidence.Truth) : new OverlayOracle(evidence.Truth);

    public static LayerOracle For(LayeredEvidence evidence) => evidence.Driver == "vfs"
        ? new OverlayOracle(evidence.Truth, "vfs/dir/", "", null, evidence.Metadata.Below)
        : new OverlayOracle(evidence.Truth, "overlay2/", null, "/diff", evidence.Metadata.Below);

    /// <summary>Every directory of the driver.</summary>
    public abstract IEnumerable<string> Layers { get; }

    public abstract IEnumerable<ExpectedFile> Files(string layer);

    public abstract IEnumerable<ExpectedDeletion> Deletions(string layer);

    /// <summary>The layer and what shows through from below it, by path.</summary>
    public SortedDictionary<string, StatEntry> View(string layer)
    {
        if (_views.TryGetValue(layer, out SortedDictionary<string, StatEntry>? known))
            return known;
        return _views[layer] = BuildView(layer);
    }

    /// <summary>What shows through from below the layer; empty for a base layer, and where the image below is gone.</summary>
    public SortedDictionary<string, StatEntry> ViewBelow(string layer) =>
        Below(layer) is { } below ? View(below) : new SortedDictionary<string, StatEntry>(StringComparer.Ordinal);

    /// <summary>
    /// <c>diff</c> as the contract words it: the container's view against that of its <c>-init</c> layer. Lines of <c>A</c>, <c>C</c> or <c>D</c>,
    /// a blank and the path.
    /// </summary>
    public IEnumerable<string> Diff(string container)
    {
        SortedDictionary<string, StatEntry> now = View(container);
        SortedDictionary<string, StatEntry> before = ViewBelow(container);
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string path, StatEntry entry) in now)
        {
            bool isNew = !before.TryGetValue(path, out StatEntry? old);
            if (isNew || HasChanged(entry, old!))
                AddWithParents(lines, isNew ? "A " : "C ", path, before);
        }
        foreach (string path in before.Keys.Where(path => !now.ContainsKey(path)))
        {
            string parent = ParentOf(path);
            if (parent.Length == 0 || now.GetValueOrDefault(parent)?.Kind == "dir")
                AddWithParents(lines, "D ", path, before);
        }
        return lines;
    }

    protected string? Below(string layer) => _below.GetValueOrDefault(layer);

    protected abstract SortedDictionary<string, StatEntry> BuildView(string layer);

    /// <summary>Names of <paramref name="view"/> strictly below a path.</summary>
    protected static List<string> Under(SortedDictionary<string, StatEntry> view, string path) =>
        [.. view.Keys.Where(name => name.StartsWith(path + "/", StringComparison.Ordinal))];

    protected static string ParentOf(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];

    private static bool HasChanged(StatEntry entry, StatEntry old) =>
        entry.Kind != old.Kind || entry.Mode != old.Mode || entry.Uid != old.Uid || entry.Gid != old.Gid
        || (entry.Kind != "dir" && (entry.Size != old.Size || entry.Modified != old.Modified));

    private static void AddWithParents(SortedSet<string> lines, string change, string path, SortedDictionary<string, StatEntry> before)
    {
        lines.Add(change + path);
        for (string parent = ParentOf(path); parent.Length > 0; parent = ParentOf(parent))
            lines.Add((before.ContainsKey(parent) ? "C " : "A ") + parent);
    }

    // A container's layer stands on its own -init layer, that on the image, an image on its parent.
    private static Dictionary<string, string?> Chain(TruthFolder truth)
    {
        var below = new Dictionary<string, string?>(StringComparer.Ordinal);
        var images = truth.Images.ToDictionary(image => image.Id, StringComparer.Ordinal);
        foreach (EngineImage image in images.Values)
            below[image.Id] = image.Parent;
        foreach (EngineContainer container in truth.Containers)
        {
            below[container.Id] = container.Id + "-init";
            below[container.Id + "-init"] = container.ImageId is { } id && images.ContainsKey(id) ? id : null;
        }
        return below;
    }
}
