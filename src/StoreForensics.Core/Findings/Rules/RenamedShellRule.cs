using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Copies of shells and interpreters under other names: compared by size, then by content, when all files were seen.</summary>
internal sealed class RenamedShellRule : IFileRule
{
    // Bounds of memory; a host has few shells, and a container few new programs.
    private const int MaxShells = 10_000;
    private const int MaxCandidates = 100_000;

    private static readonly Rule s_rule = new("shell-renamed", "Shell or interpreter under another name", FindingConfidence.High, ["T1036.003", "T1059.004"],
        "Who runs it: look for its name in commands, cron and logs.")
    {
        When = "A program that a step or container added has the same bytes as a shell, interpreter or network tool of the store, and another name.",
        Alternatives = ["images that give one program several names, and tools that bring a shell of their own"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox", "perl", "php", "ruby", "node", "nc", "ncat", "socat", "curl", "wget", "nmap", "tcpdump",
    };

    private readonly Dictionary<long, List<(FindingEntry Entry, string Name)>> _shells = [];
    private readonly List<Candidate> _candidates = [];
    private readonly HashSet<(IEvidenceSource, int)> _known = [];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (!file.IsExecutable || file.Facts.Size < 1024 || file.IsMetadataOnly)
            return;
        string name = System.Text.Encoding.UTF8.GetString(file.Name);
        if (IsShell(name))
            Keep(file, name);
        else if (file.Owner is FileOwner.Step or FileOwner.Container && file.Change == 'A' && !file.IsPackageStep
            && _candidates.Count < MaxCandidates)
            _candidates.Add(new Candidate(file.Source, file.Node, file.Facts.Size, file.Subjects, file.Path.ToArray(), file.Origin, file.Happened)
            {
                MayBeLink = file.Copy.HasLost(CopyLoss.HardLinks),
                Modified = file.Known.Modified,
            });
    }

    public void Finish(FindingSink sink)
    {
        var digests = new Dictionary<(IEvidenceSource, int), string?>();
        var told = new HashSet<(IEvidenceSource, int, string)>();
        foreach (Candidate candidate in _candidates)
        {
            // One file of many names in one layer is told once; the first overlay links it into the layers above, too.
            int first = candidate.Source.Tree.FirstLink(candidate.Node);
            if (_known.Contains((candidate.Source, first)) || !told.Add((candidate.Source, first, string.Join('\n', candidate.Subjects)))
                || !_shells.TryGetValue(candidate.Size, out List<(FindingEntry Entry, string Name)>? shells))
                continue;
            string? digest = Digest(candidate.Source, candidate.Node, digests);
            (FindingEntry shell, string name) = shells.FirstOrDefault(s => digest is not null && digest == Digest(s.Entry.Source, s.Entry.Node, digests));
            if (name is null)
                continue;
            var grounds = new Grounds(s_rule.Confidence, [$"the bytes of both files in the evidence: this one's and those of {shell.Source.Origin(shell.Node)}"], s_rule.Alternatives);
            sink.Add(s_rule, candidate.MayBeLink ? FindingSeverity.Low : FindingSeverity.Medium, candidate.Subjects,
                $"{DisplayText.Escape(candidate.Path)} has the same bytes as {DisplayText.Escape(name)}.", candidate.Origin, new EvidencePath(candidate.Path),
                candidate.Modified, candidate.Happened, new FindingEntry(candidate.Source, candidate.Node), grounds);
        }
    }

    private void Keep(in FileSight file, string name)
    {
        int node = file.Tree.FirstLink(file.Node);
        if (_known.Count >= MaxShells || !_known.Add((file.Source, node)))
            return;
        if (!_shells.TryGetValue(file.Facts.Size, out List<(FindingEntry, string)>? same))
            _shells[file.Facts.Size] = same = [];
        same.Add((new FindingEntry(file.Source, node), name));
    }

    private static bool IsShell(string name) => s_names.Contains(name) || name.StartsWith("python", StringComparison.Ordinal)
        || name.StartsWith("perl5", StringComparison.Ordinal);

    private static string? Digest(IEvidenceSource source, int node, Dictionary<(IEvidenceSource, int), string?> digests)
    {
        if (!digests.TryGetValue((source, node), out string? digest))
            digests[(source, node)] = digest = ContentDigest.TryTell(source, node);
        return digest;
    }

    private sealed record Candidate(IEvidenceSource Source, int Node, long Size, IReadOnlyList<string> Subjects, byte[] Path, Origin Origin,
        Timestamp? Happened)
    {
        /// <summary>The copy did not keep hard links, by which images give one program many names.</summary>
        public bool MayBeLink { get; init; }

        public Timestamp? Modified { get; init; }
    }
}
