using StoreForensics.Evidence;
using StoreForensics.Findings.Indicators;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Contents;

/// <summary>
/// Where else in the case the bytes of a file are: in which images, containers and volumes, under which paths. Candidates are told by size while the
/// layers' names are walked once; only those are read.
/// </summary>
internal sealed class SameBytesElsewhere
{
    private const int MostPlaces = 6;

    // Of one size: many stock files share the small ones.
    private const int MostCandidates = 200;

    private readonly Dictionary<long, List<Candidate>> _bySize = [];
    private readonly FindingDigests _digests;

    /// <param name="inventory">What the stores hold.</param>
    /// <param name="findings">Whose files' bytes are looked for.</param>
    /// <param name="digests">Reads each file once.</param>
    public SameBytesElsewhere(Inventory inventory, IEnumerable<Finding> findings, FindingDigests digests)
    {
        _digests = digests;
        foreach (FindingEntry entry in findings.SelectMany(f => f.Entries))
        {
            EntryRef file = entry.Content ?? new EntryRef(entry.Source, entry.Node);
            if (file.Facts.Kind == EntryKind.File && SizeOf(file.Source.Tree, file.Node) >= FindingDigests.MinFileBytes)
                _bySize.TryAdd(SizeOf(file.Source.Tree, file.Node), []);
        }
        if (_bySize.Count == 0)
            return;
        foreach (Layer layer in inventory.Layers.Where(l => l is { Twin: null, Files: not null } && l.Role != LayerRole.ContainerInit))
            Collect(layer.Files!.Source, layer.Files.Root, layer, null);
        foreach (Volume volume in inventory.Volumes.Where(v => v.Files is not null))
            Collect(volume.Files!.Source, volume.Files.Root, null, volume);
    }

    /// <summary>Names and paths, and how many more there are. Of bytes that are stock, those that a lowest layer of an image has, only that one
    /// place.</summary>
    public (IReadOnlyList<string> Places, int More) Of(EntryRef file)
    {
        long size = SizeOf(file.Source.Tree, file.Node);
        if (!_bySize.TryGetValue(size, out List<Candidate>? candidates) || candidates.Count < 2 || candidates.Count > MostCandidates
            || _digests.AnyOf(file) is not { } digest)
            return ([], 0);
        bool isStock = _digests.IsStock(digest);
        int own = file.Source.Tree.FirstLink(file.Node);
        string? evidence = candidates.FirstOrDefault(c => ReferenceEquals(c.Source, file.Source))?.Evidence;
        Candidate[] same = [.. candidates.Where(c => (!isStock || c.Layer is { Parent: null, Role: LayerRole.Image })
            && !(ReferenceEquals(c.Source, file.Source) && c.Node == own) && _digests.AnyOf(new EntryRef(c.Source, c.Node)) == digest)];
        string[] places = [.. same.Select(c => (IsHere: c.Evidence == evidence, Words: Words(c, evidence))).Distinct()
            .OrderByDescending(p => p.IsHere).ThenBy(p => p.Words, StringComparer.Ordinal).Select(p => p.Words)];
        if (isStock)
            return (places.Length == 0 ? [] : places[..1], 0);
        return (places.Length <= MostPlaces ? places : places[..MostPlaces], Math.Max(0, places.Length - MostPlaces));
    }

    private void Collect(IEvidenceSource source, int root, Layer? layer, Volume? volume)
    {
        EvidenceTree tree = source.Tree;
        var stack = new Stack<int>([root]);
        while (stack.TryPop(out int node))
        {
            foreach (int child in tree.Children(node))
                stack.Push(child);
            if (tree[node].Kind == EntryKind.File && tree.FirstLink(node) == node
                && _bySize.TryGetValue(SizeOf(tree, node), out List<Candidate>? same) && same.Count <= MostCandidates && !IsOfParent(layer, tree, node))
                same.Add(new Candidate(source, node, root, layer, volume));
        }
    }

    // A layer kept as a whole tree holds its parent's files again.
    private static bool IsOfParent(Layer? layer, EvidenceTree tree, int node)
    {
        if (layer is not { Files.IsWholeTree: true, Parent.Files: { } parent })
            return false;
        return parent.Tree.Find(parent.Root, tree.PathOf(node, layer.Files.Root).Bytes) is var below and >= 0
            && SizeOf(parent.Tree, below) == SizeOf(tree, node) && parent.Tree[below].Modified == tree[node].Modified;
    }

    private static string Words(Candidate at, string? evidence) =>
        at.Evidence == evidence ? Words(at) : $"{Words(at)} (in {DisplayText.Escape(at.Evidence)})";

    private static string Words(Candidate at)
    {
        string path = "/" + DisplayText.Escape(at.Source.Tree.PathOf(at.Node, at.Root).Bytes);
        if (at.Volume is { } volume)
            return $"volume {DisplayText.Escape(volume.Name)}:{path}";
        IReadOnlyList<string> names = Subjects.Of(at.Layer!);
        return names.Count == 0 ? $"a layer of no image ({at.Layer!.Id[..Math.Min(12, at.Layer.Id.Length)]}):{path}"
            : names.Count == 1 ? $"{DisplayText.Escape(names[0])}:{path}" : $"{DisplayText.Escape(names[0])} (and {names.Count - 1} more names):{path}";
    }

    private static long SizeOf(EvidenceTree tree, int node) => tree[tree.FirstLink(node)].Size;

    private sealed record Candidate(IEvidenceSource Source, int Node, int Root, Layer? Layer, Volume? Volume)
    {
        public string Evidence => Layer?.Store.Root.Evidence ?? Volume!.Origin.Evidence;
    }
}
