using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Contents;

/// <summary>Which files have one of the digests that rules and lists ask for: every file is
/// read once, in the order of its data, and only where anything is asked for.</summary>
internal sealed class ListedDigests
{
    private readonly HashSet<string> _wanted;
    private readonly HashAlgorithmName[] _algorithms;
    private readonly Dictionary<(IEvidenceSource, int), string[]> _found = [];

    /// <param name="wanted">SHA-256, SHA-1 or MD5 in lower-case hex, told by their length.</param>
    public ListedDigests(IEnumerable<string> wanted)
    {
        _wanted = wanted.ToHashSet(StringComparer.Ordinal);
        _algorithms =
        [
            .. new[] { (64, HashAlgorithmName.SHA256), (40, HashAlgorithmName.SHA1), (32, HashAlgorithmName.MD5) }.Where(a =>
                _wanted.Any(w => w.Length == a.Item1)).Select(a => a.Item2),
        ];
    }

    /// <summary>
    /// Reads every file of every layer and volume, and what is recovered whole; those that cannot be read, or have too many holes, become problems.
    /// </summary>
    public void Find(Inventory inventory, bool hashHoles, ProblemLog problems)
    {
        var allowance = new HoleAllowance(hashHoles);
        if (_algorithms.Length == 0)
            return;
        foreach (IGrouping<IEvidenceSource, (IEvidenceSource Source, int Root)> group in inventory.FileTrees.GroupBy(t => t.Source))
        {
            foreach (int node in ReadingOrder.FilesBelow(group.Key.Tree, group.Select(t => t.Root)))
                Hash(group.Key, node, allowance, problems);
        }
        foreach (OwnedFile owned in OwnedFile.Of(inventory))
        {
            RecoveredFile file = owned.File;
            if (file.Recovery.Certainty == Certainty.Intact && file.Entry.Facts.Kind == EntryKind.File)
                Hash(file.Entry.Source, file.Entry.Node, allowance, problems);
        }
    }

    /// <summary>The digests of a file that are asked for.</summary>
    public IReadOnlyList<string> Of(IEvidenceSource source, int node) => _found.Count == 0 ? []
        : _found.GetValueOrDefault((source, source.Tree.FirstLink(node)), []);

    private void Hash(IEvidenceSource source, int node, HoleAllowance allowance, ProblemLog problems)
    {
        try
        {
            string[] listed = [.. ContentDigest.Of(source, node, _algorithms, allowance, problems).Select(Convert.ToHexStringLower).Where(_wanted.Contains)];
            if (listed.Length > 0)
                _found[(source, node)] = listed;
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage("SF-FIND-0002", source.Origin(node), "cannot be compared with the listed digests: " + DisplayText.Escape(e.Message));
        }
    }
}
