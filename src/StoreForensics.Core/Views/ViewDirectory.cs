using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;

namespace StoreForensics.Views;

/// <summary>One entry of a merged view: the layer whose version shows, and the node in that layer's tree.</summary>
public readonly record struct ViewEntry(Layer Layer, int Node)
{
    public EvidenceTree Tree => Layer.Files!.Tree;

    public ref readonly EvidenceNode Facts => ref Tree[Node];

    public ReadOnlySpan<byte> Name => Tree.Name(Node);

    public bool IsDirectory => Facts.Kind.IsDirectory();

    /// <summary>What the evidence that holds it can carry.</summary>
    public CopyFacts Copy => Layer.Files!.Copy;

    /// <summary>What is known of it: what every listing shows.</summary>
    public KnownFacts Known => new(in Facts, Copy);
}

/// <summary>
/// A directory of a merged view, as the union file system would show it: the same directory in every layer where it shows through, nearest first.
/// Immutable. Built only from names and kinds: no link is followed.
/// </summary>
public sealed class ViewDirectory
{
    // overlayfs stacks at most 500 layers, and every redirect leads to a lower one: more in one lookup is hostile.
    private const int MaxRedirects = 500;

    private readonly ViewEntry[] _parts;
    private readonly bool _isRoot;

    private ViewDirectory(ViewEntry[] parts, bool isRoot) => (_parts, _isRoot) = (parts, isRoot);

    /// <summary>The directory in each layer, nearest first; never empty.</summary>
    public ReadOnlySpan<ViewEntry> Parts => _parts;

    /// <summary>Whether names of it could not be read: one that does not show may be there all the same.</summary>
    public bool LacksNames => Array.Exists(_parts, p => p.Facts.LacksNames);

    /// <summary>The nearest version, whose metadata shows.</summary>
    public ViewEntry Top => _parts[0];

    /// <summary>The root of the view of a layer over those below it; null when no layer of the stack has files in reach.</summary>
    public static ViewDirectory? RootOf(Layer? layer)
    {
        var parts = new List<ViewEntry>();
        foreach (Layer at in layer?.Shown() ?? [])
        {
            if (at.Files is not { } files)
                continue;
            parts.Add(new ViewEntry(at, files.Root));
            if (files.IsWholeTree || files.Whiteouts.IsOpaque(files.Tree, files.Root))
                break;
        }
        return parts.Count == 0 ? null : new ViewDirectory([.. parts], isRoot: true);
    }

    /// <summary>The root of a layer's own files, nothing below them; null when they are out of reach.</summary>
    public static ViewDirectory? OwnRootOf(Layer? layer) =>
        layer?.Files is { } files ? new ViewDirectory([new ViewEntry(layer, files.Root)], isRoot: true) : null;

    /// <summary>Whether both show the same directories of the same layers, so that nothing below can differ.</summary>
    public bool IsSameAs(ViewDirectory other) => _parts.AsSpan().SequenceEqual(other._parts);

    /// <summary>Whether this is the other with one layer on top, so that only that layer's names can differ.</summary>
    public bool IsOneLayerOver(ViewDirectory other) => _parts.Length == other._parts.Length + 1 && _parts.AsSpan(1).SequenceEqual(other._parts);

    /// <summary>The entry of that name that shows, or null.</summary>
    public ViewEntry? Lookup(ReadOnlySpan<byte> name) => Find(name, 0) is var at && at.Part < 0 ? null : new ViewEntry(_parts[at.Part].Layer, at.Node);

    /// <summary>The entry of that name that shows below a layer; null when none does, or when the layer has no part in the directory.</summary>
    public ViewEntry? LookupBelow(Layer layer, ReadOnlySpan<byte> name)
    {
        int part = Array.FindIndex(_parts, p => p.Layer == layer);
        return part >= 0 && Find(name, part + 1) is var at && at.Part >= 0 ? new ViewEntry(_parts[at.Part].Layer, at.Node) : null;
    }

    /// <summary>The view of a subdirectory: its parts in this and all lower layers where it shows through; null when the name is no directory here.</summary>
    public ViewDirectory? Enter(ReadOnlySpan<byte> name)
    {
        int redirects = MaxRedirects;
        return Enter(name, ref redirects);
    }

    private ViewDirectory? Enter(ReadOnlySpan<byte> name, ref int redirects)
    {
        (int part, int node) = Find(name, 0);
        if (part < 0 || !_parts[part].Tree[node].Kind.IsDirectory())
            return null;
        var parts = new List<ViewEntry>();
        while (part >= 0 && _parts[part].Tree[node].Kind.IsDirectory())
        {
            var entry = new ViewEntry(_parts[part].Layer, node);
            parts.Add(entry);
            if (Hides(entry, part, name))
                break;
            if (entry.Layer.Files!.Whiteouts.Redirect(entry.Tree, node) is { IsEmpty: false } elsewhere)
            {
                parts.AddRange(Redirected(part, elsewhere, ref redirects));
                break;
            }
            (part, node) = Find(name, part + 1);
        }
        return new ViewDirectory([.. parts], isRoot: false);
    }

    /// <summary>All entries that show, in byte order of their names.</summary>
    public IReadOnlyList<ViewEntry> Entries()
    {
        if (_parts.Length == 1)
            return OwnEntries(0);
        var seen = new HashSet<ViewEntry>(ByName.Instance);
        var entries = new List<ViewEntry>();
        for (int i = 0; i < _parts.Length; i++)
        {
            foreach (ViewEntry entry in OwnEntries(i))
            {
                if (!IsDeletedAbove(entry, i) && seen.Add(entry))
                    entries.Add(entry);
            }
        }
        entries.Sort(static (a, b) => a.Name.SequenceCompareTo(b.Name));
        return entries;
    }

    /// <summary>What an entry of one part means.</summary>
    public LayerEntryMeaning Meaning(int part, int node)
    {
        LayerFiles files = _parts[part].Layer.Files!;
        return files.Whiteouts.Classify(files.Tree, node, _isRoot);
    }

    private List<ViewEntry> OwnEntries(int part)
    {
        ViewEntry directory = _parts[part];
        var entries = new List<ViewEntry>();
        foreach (int child in directory.Tree.Children(directory.Node))
        {
            if (Meaning(part, child) == LayerEntryMeaning.Entry)
                entries.Add(new ViewEntry(directory.Layer, child));
        }
        return entries;
    }

    private bool IsDeletedAbove(ViewEntry entry, int part)
    {
        ReadOnlySpan<byte> name = entry.Name;
        for (int i = 0; i < part; i++)
        {
            LayerFiles files = _parts[i].Layer.Files!;
            if (files.Whiteouts.Deletes(files.Tree, _parts[i].Node, name))
                return true;
        }
        return false;
    }

    private (int Part, int Node) Find(ReadOnlySpan<byte> name, int from)
    {
        for (int i = from; i < _parts.Length; i++)
        {
            LayerFiles files = _parts[i].Layer.Files!;
            int child = files.Tree.Child(_parts[i].Node, name);
            if (child != EvidenceTree.None && Meaning(i, child) == LayerEntryMeaning.Entry)
                return (i, child);
            if (files.Whiteouts.Deletes(files.Tree, _parts[i].Node, name))
                break;
        }
        return (-1, EvidenceTree.None);
    }

    // A directory hides what lies below it when it is opaque, or when its own layer also deleted the name before making it anew.
    private bool Hides(ViewEntry entry, int part, ReadOnlySpan<byte> name)
    {
        LayerFiles files = entry.Layer.Files!;
        return files.IsWholeTree
            || files.Whiteouts.IsOpaque(files.Tree, entry.Node)
            || files.Whiteouts.Deletes(files.Tree, _parts[part].Node, name);
    }

    // A directory that was renamed: below this layer it still has its old name, in this directory or anywhere from the root.
    private ReadOnlySpan<ViewEntry> Redirected(int part, ReadOnlySpan<byte> target, ref int redirects)
    {
        if (redirects-- <= 0)
            return [];
        if (target[0] != (byte)'/')
            return part + 1 < _parts.Length ? new ViewDirectory(_parts[(part + 1)..], _isRoot).Enter(target, ref redirects)?._parts : [];
        ViewDirectory? at = RootOf(_parts[part].Layer.Parent);
        ReadOnlySpan<byte> path = target[1..];
        foreach (Range range in path.Split((byte)'/'))
            // the kernel takes no empty name (ovl_get_redirect_xattr), so not the root either
            at = path[range].IsEmpty ? null : at?.Enter(path[range], ref redirects);
        return at?._parts;
    }

    private sealed class ByName : IEqualityComparer<ViewEntry>
    {
        public static readonly ByName Instance = new();

        public bool Equals(ViewEntry x, ViewEntry y) => x.Name.SequenceEqual(y.Name);

        public int GetHashCode(ViewEntry entry)
        {
            var hash = default(HashCode);
            hash.AddBytes(entry.Name);
            return hash.ToHashCode();
        }
    }
}
