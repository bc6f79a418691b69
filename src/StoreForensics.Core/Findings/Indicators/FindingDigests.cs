using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Indicators;

/// <summary>SHA-256 of the files that findings name, without those that are stock: whose bytes a lowest layer of an image has as well.</summary>
internal sealed class FindingDigests
{
    // Small files are alike by chance: a line that names a shell is on every host.
    public const long MinFileBytes = 16;

    // Bounds of time.
    private const int MaxFiles = 5000;
    private const long MaxFileBytes = 256L << 20;
    private const long MaxBytes = 2L << 30;

    private readonly Dictionary<(IEvidenceSource, int), string> _digests = [];
    private readonly HashSet<string> _stock = new(StringComparer.Ordinal);
    private readonly ProblemLog _problems;
    private long _left = MaxBytes;

    public FindingDigests(Inventory inventory, IEnumerable<Finding> findings, ProblemLog problems)
    {
        _problems = problems;
        var sizes = new HashSet<long>();
        foreach (FindingEntry entry in findings.SelectMany(f => f.Entries).OrderBy(e => e.Source.Name, StringComparer.Ordinal)
            .ThenBy(e => e.Source.Tree[e.Source.Tree.FirstLink(e.Node)].DataOffset))
        {
            if (_digests.Count < MaxFiles && Digest(entry.Source, entry.Node) is { } digest && _digests.TryAdd(Key(entry.Source, entry.Node), digest))
                sizes.Add(SizeOf(entry.Source.Tree, entry.Node));
        }
        if (sizes.Count > 0)
            Stock(inventory, sizes);
    }

    /// <summary>Null for what is no file, is tiny or too large, cannot be read, or is stock.</summary>
    public string? Of(FindingEntry entry) => _digests.TryGetValue(Key(entry.Source, entry.Node), out string? digest) && !_stock.Contains(digest) ? digest
        : null;

    /// <summary>Also where it is stock; null for what is no file, is tiny or too large, or cannot be read.</summary>
    public string? AnyOf(EntryRef file)
    {
        if (Digest(file.Source, file.Node) is not { } digest)
            return null;
        _digests.TryAdd(Key(file.Source, file.Node), digest);
        return digest;
    }

    /// <summary>Whether a lowest layer of an image has these bytes.</summary>
    public bool IsStock(string digest) => _stock.Contains(digest);

    private void Stock(Inventory inventory, HashSet<long> sizes)
    {
        foreach (Layer layer in inventory.Layers.Where(l => l is { Parent: null, Role: LayerRole.Image, Files: not null, Twin: null }))
        {
            EvidenceTree tree = layer.Files!.Tree;
            var stack = new Stack<int>([layer.Files.Root]);
            while (stack.TryPop(out int node))
            {
                foreach (int child in tree.Children(node))
                    stack.Push(child);
                if (tree[node].Kind == EntryKind.File && sizes.Contains(SizeOf(tree, node)) && Digest(layer.Files.Source, node) is { } digest)
                {
                    _stock.Add(digest);
                }
            }
        }
    }

    private string? Digest(IEvidenceSource source, int node)
    {
        if (source.Tree[node].Kind != EntryKind.File || SizeOf(source.Tree, node) is not (>= MinFileBytes and <= MaxFileBytes))
            return null;
        if (_digests.TryGetValue(Key(source, node), out string? known))
            return known;
        if ((_left -= SizeOf(source.Tree, node)) < 0)
            return null;
        try
        {
            return ContentDigest.Of(source, node, [HashAlgorithmName.SHA256], new HoleAllowance(false), _problems) is [var digest]
                ? Convert.ToHexStringLower(digest) : null;
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            _problems.Fault(source.Origin(node), e);
            return null;
        }
    }

    private static (IEvidenceSource, int) Key(IEvidenceSource source, int node) => (source, source.Tree.FirstLink(node));

    private static long SizeOf(EvidenceTree tree, int node) => tree[tree.FirstLink(node)].Size;
}
