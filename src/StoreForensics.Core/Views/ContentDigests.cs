using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>SHA-256 of the files (a <see cref="RunDigest"/> of large ones, which are compared with others of their size) that a comparison needs, each read
/// once, in the order in which they lie in the evidence: a compressed one goes by once.</summary>
public sealed class ContentDigests
{
    private readonly Dictionary<(EvidenceTree Tree, int Node), byte[]?> _digests = [];

    /// <summary>Of nothing: whether contents of equal size differ is then unknown.</summary>
    public static readonly ContentDigests None = new();

    private ContentDigests()
    {
    }

    /// <summary>Reads all pairs whose bytes alone tell whether they are the same. What cannot be read is a problem.</summary>
    public static ContentDigests Of(IEnumerable<(ViewEntry A, ViewEntry B)> pairs, ProblemLog problems)
    {
        var digests = new ContentDigests();
        var wanted = new Dictionary<(EvidenceTree Tree, int Node), ViewEntry>();
        foreach ((ViewEntry a, ViewEntry b) in pairs)
        {
            if (!EntryDifference.NeedsContent(a, b))
                continue;
            Want(a);
            Want(b);
        }
        foreach (var source in wanted.GroupBy(w => w.Value.Layer.Files!.Source))
        {
            foreach (var file in source.OrderBy(f => f.Value.Facts.DataOffset).ThenBy(f => f.Key.Node))
                digests._digests[file.Key] = Compute(source.Key, file.Key.Node, problems);
        }
        return digests;

        void Want(ViewEntry entry)
        {
            if (FileContent.Of(entry) is { } content)
                wanted[Key(content)] = content;
        }
    }

    /// <summary>Null when either cannot be read.</summary>
    internal bool? AreEqual(ViewEntry a, ViewEntry b) =>
        Digest(a) is { } x && Digest(b) is { } y ? x.AsSpan().SequenceEqual(y) : null;

    private byte[]? Digest(ViewEntry entry) => FileContent.Of(entry) is { } content ? _digests.GetValueOrDefault(Key(content)) : null;

    private static (EvidenceTree Tree, int Node) Key(ViewEntry entry) => (entry.Tree, entry.Tree.FirstLink(entry.Node));

    private static byte[]? Compute(IEvidenceSource source, int node, ProblemLog problems)
    {
        try
        {
            using StoredFile stream = StoredFile.Open(source, node);
            return source.Tree[node].Size >= RunDigest.LeastFileBytes ? RunDigest.Of(stream) : SHA256.HashData(stream);
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage("SF-VIEW-0003", source.Origin(node), "cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }
}
