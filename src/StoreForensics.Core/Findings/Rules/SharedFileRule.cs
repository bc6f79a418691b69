using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>One file that several containers of different images brought or changed alike.</summary>
internal sealed class SharedFileRule : IFileRule
{
    // Small files are alike by chance; bounds of memory.
    private const int MinBytes = 16;
    private const int MaxFiles = 100_000;

    private static readonly Rule s_rule = new("file-in-containers", "Same file in several containers", FindingConfidence.Medium, ["T1570", "T1105"],
        "How it came into each: the first of its times is where to begin.")
    {
        When = "Several containers added or changed a file of the same name and bytes; medium for programs and scripts.",
        Alternatives = ["one program or image that writes the same file in each"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    private readonly List<Seen> _seen = [];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.Owner != FileOwner.Container || !file.IsFile || file.Facts.Size < MinBytes || file.IsMetadataOnly || _seen.Count >= MaxFiles
            || IsUsual(file))
            return;
        bool isProgram = file.IsExecutable || Suspicious.IsScript(file.Name) || Suspicious.IsWebScript(file.Name);
        _seen.Add(new Seen(file.Source, file.Node, file.Subjects[0], System.Text.Encoding.Latin1.GetString(file.Name), file.Path.ToArray(), file.Facts.Size,
            isProgram, file.Origin, file.Known.Modified, file.Happened));
    }

    public void Finish(FindingSink sink)
    {
        foreach (IGrouping<(string, long), Seen> alike in _seen.GroupBy(s => (s.Name, s.Size)).Where(g =>
            g.Select(s => s.Container).Distinct(StringComparer.Ordinal).Skip(1).Any()))
        {
            foreach (IGrouping<string?, Seen> same in alike.GroupBy(s => ContentDigest.TryTell(s.Source, s.Node), StringComparer.Ordinal))
            {
                string[] containers = [.. same.Select(s => s.Container).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
                if (same.Key is not null && containers.Length > 1)
                    Say(containers, [.. same], sink);
            }
        }
    }

    private static void Say(string[] containers, Seen[] files, FindingSink sink)
    {
        Seen first = files[0];
        string words = $"{containers.Length} containers hold {DisplayText.Escape(first.Path)} with the same bytes.";
        foreach (Seen file in files)
        {
            sink.Add(s_rule, first.IsProgram ? FindingSeverity.Medium : FindingSeverity.Low, containers, words, file.Origin, new EvidencePath(first.Path),
                first.Modified, first.Happened,
                new FindingEntry(file.Source, file.Node));
        }
    }

    private static bool IsUsual(in FileSight file) =>
        file.IsBelow("/run"u8) || file.IsBelow("/var/run"u8) || file.IsBelow("/var/cache"u8) || file.IsBelow("/var/log"u8) || file.IsBelow("/proc"u8)
            || file.IsBelow("/sys"u8)
        || file.Is("/etc/hosts"u8) || file.Is("/etc/hostname"u8) || file.Is("/etc/resolv.conf"u8) || file.Is("/etc/ld.so.cache"u8)
            || file.Path.EndsWith(".pyc"u8);

    private sealed record Seen(IEvidenceSource Source, int Node, string Container, string Name, byte[] Path, long Size, bool IsProgram, Origin Origin,
        Timestamp? Modified, Timestamp? Happened);
}
