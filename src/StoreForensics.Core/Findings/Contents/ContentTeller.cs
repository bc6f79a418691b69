using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings.Indicators;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Contents;

/// <summary>Adds to the findings that weigh what their files hold: each file's beginning is read once, and the digests are those of the indicators.</summary>
internal sealed class ContentTeller(FindingDigests digests, SameBytesElsewhere elsewhere, ProblemLog problems)
{
    private const int HeadBytes = 64 << 10;

    // The words of a program lie behind its code.
    private const int ProgramBytes = 4 << 20;
    private const int DifferenceChars = 4096;
    private const int MostRuns = 8;

    // Bounds of time and of what reports hold.
    private const int MostFiles = 500;

    // Whose files are secrets, whichever other finding names them.
    private static readonly string[] s_secretRules = ["kube-account-token", "secret-file", "secret-text"];

    private readonly Dictionary<FindingEntry, FindingContent?> _told = [];
    private readonly HashSet<(IEvidenceSource, int)> _secrets = [];

    /// <summary>The findings in their order; those of medium and above that are about a file with its content.</summary>
    public IReadOnlyList<Finding> Tell(IReadOnlyList<Finding> findings)
    {
        IEnumerable<Finding> ofSecrets = findings.Where(f => s_secretRules.Contains(f.Rule));
        _secrets.UnionWith(ofSecrets.SelectMany(f => f.Entries).Select(e => (e.Source, e.Node)));
        return WithContents(findings);
    }

    private IReadOnlyList<Finding> WithContents(IReadOnlyList<Finding> findings) =>
        [.. findings.Select(f => Weighs(f) && Of(f, f.Entries[0]) is { } content ? f with { Content = content } : f)];

    private static bool Weighs(Finding finding) => finding is { Weight: >= FindingSeverity.Medium, Path: not null, Entries.Count: > 0 };

    private FindingContent? Of(Finding finding, FindingEntry entry)
    {
        if (!_told.TryGetValue(entry, out FindingContent? content))
        {
            if (_told.Count >= MostFiles)
                return null;
            _told[entry] = content = problems.ContainOr(finding.Origins[0], null, () => Read(finding, entry));
        }
        return content;
    }

    private FindingContent? Read(Finding finding, FindingEntry entry)
    {
        EntryRef? now = finding.IsOfAbsence ? null : entry.Content ?? new EntryRef(entry.Source, entry.Node), before = entry.Below;
        byte[]? after = Head(now), old = Head(before);
        if (after is null && old is null)
            return null;
        (string difference, bool isCut) = Difference(old, after);
        FileGlance? glance = Glance(now, after);
        (IReadOnlyList<string> places, int more) = now is { } place && after is not null ? elsewhere.Of(place) : ([], 0);
        return new FindingContent
        {
            Before = Glance(before, old),
            After = glance,
            IsStock = glance?.Sha256 is { } digest && digests.IsStock(digest),
            Difference = difference,
            IsSecret = _secrets.Contains((entry.Source, entry.Node)) || FileKinds.IsPrivateKey(after) || FileKinds.IsPrivateKey(old),
            IsCut = isCut || (difference.Length > 0 && (IsLonger(now, after) || IsLonger(before, old))),
            Strings = after is not null && !FileKinds.IsText(after) ? PrintableRuns.Of(Head(now, ProgramBytes), MostRuns) : [],
            Elsewhere = places,
            MoreElsewhere = more,
        };
    }

    private FileGlance? Glance(EntryRef? file, byte[]? head) =>
        file is not { } known || head is null ? null : new FileGlance(FileKinds.Of(head), SizeOf(known), digests.AnyOf(known));

    private static (string, bool) Difference(byte[]? old, byte[]? now)
    {
        if ((old is not null && !FileKinds.IsText(old)) || (now is not null && !FileKinds.IsText(now)))
            return ("", false);
        string text = LineDifference.Of(Text(old), Text(now));
        if (text.Length <= DifferenceChars)
            return (text, false);
        int end = text.LastIndexOf('\n', DifferenceChars - 1);
        return (end > 0 ? text[..(end + 1)] : text[..DifferenceChars], true);
    }

    private static string Text(byte[]? bytes) => bytes is null ? "" : Encoding.UTF8.GetString(bytes);

    // Null for what is no file, and for one that cannot be read: who reads it whole says so.
    private static byte[]? Head(EntryRef? file, int most = HeadBytes)
    {
        if (file is not { } known || known.Source.Tree[known.Node].Kind != EntryKind.File)
            return null;
        try
        {
            return StoredFile.ReadHead(known.Source, known.Node, (int)Math.Min(SizeOf(known), most)).ToArray();
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private static bool IsLonger(EntryRef? file, byte[]? head) => file is { } known && head is not null && SizeOf(known) > head.Length;

    private static long SizeOf(EntryRef file) => file.Source.Tree[file.Source.Tree.FirstLink(file.Node)].Size;
}
