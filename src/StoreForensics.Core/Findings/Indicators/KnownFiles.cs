using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Findings.Patterns;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Indicators;

/// <summary>
/// Lists of files that are known to be stock: a digest a line, or a table with digests among its columns (NSRL's RDS). SHA-256, SHA-1 and MD5, told by their
/// length. Such lists can have a hundred million lines: they are not kept, but read through once for the few files that findings are about.
/// </summary>
public sealed class KnownFiles
{
    private static readonly HashAlgorithmName[] s_algorithms = [HashAlgorithmName.SHA256, HashAlgorithmName.SHA1, HashAlgorithmName.MD5];

    private readonly IReadOnlyList<string> _paths;

    private KnownFiles(IReadOnlyList<string> paths) => _paths = paths;

    /// <exception cref="RuleFileException">A list cannot be opened.</exception>
    public static KnownFiles At(IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
        {
            if (!File.Exists(path))
                throw new RuleFileException($"{DisplayText.Escape(path)}: no such list of known files");
        }
        return new KnownFiles(paths);
    }

    /// <summary>The findings without those that point at a file for what is in it, where all their files are listed.</summary>
    internal IReadOnlyList<Finding> Mute(IReadOnlyList<Finding> findings, Func<Finding, bool> isAboutContent, bool hashHoles, ProblemLog problems)
    {
        var allowance = new HoleAllowance(hashHoles);
        var digests = new Dictionary<(IEvidenceSource, int), string[]>();
        foreach (FindingEntry entry in findings.Where(isAboutContent).SelectMany(f => f.Entries).Where(e => e.Source.Tree[e.Node].Kind == EntryKind.File))
        {
            if (!digests.ContainsKey((entry.Source, entry.Node)))
                digests[(entry.Source, entry.Node)] = Digests(entry, allowance, problems);
        }
        HashSet<string> known = Listed(digests.Values.SelectMany(d => d).ToHashSet(StringComparer.Ordinal));
        return [.. findings.Where(f => !(isAboutContent(f) && f.Entries.Count > 0 && f.Count == f.Entries.Count
            && f.Entries.All(e => digests.GetValueOrDefault((e.Source, e.Node), []).Any(known.Contains))))];
    }

    private static string[] Digests(FindingEntry entry, HoleAllowance allowance, ProblemLog problems)
    {
        try
        {
            return [.. ContentDigest.Of(entry.Source, entry.Node, s_algorithms, allowance, problems).Select(Convert.ToHexStringLower)];
        }
        catch (EvidenceFormatException)
        {
            return [];
        }
    }

    private HashSet<string> Listed(HashSet<string> wanted)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lower = stackalloc char[64];
        foreach (string path in _paths)
        {
            foreach (string line in File.ReadLines(path))
            {
                foreach (Range field in line.AsSpan().SplitAny(" ,;\t\""))
                {
                    ReadOnlySpan<char> text = line.AsSpan(field);
                    if (text.Length is not (32 or 40 or 64))
                        continue;
                    text.ToLowerInvariant(lower);
                    if (lookup.TryGetValue(lower[..text.Length], out string? digest))
                        found.Add(digest);
                }
            }
        }
        return found;
    }
}
