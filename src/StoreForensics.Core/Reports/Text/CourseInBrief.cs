using StoreForensics.Cases;
using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>One thing that a reader of the first page must know.</summary>
/// <param name="Name">What the clause tells of.</param>
/// <param name="Parts">Gravest or first in time first; never empty.</param>
/// <param name="More">How many parts have no room.</param>
internal sealed record BriefClause(string Name, IReadOnlyList<BriefPart> Parts, int More);

/// <param name="Proof">The finding that it rests on.</param>
/// <param name="Subjects">Whose it is; empty where the text names them.</param>
/// <param name="Text">Whatever of it is from the evidence is as the finding has it; may hold secrets.</param>
/// <param name="IsDated">Whether the finding's time belongs to what is said.</param>
internal sealed record BriefPart(Finding Proof, IReadOnlyList<string> Subjects, string Text, bool IsDated = false);

/// <summary>
/// What an examiner says first, of findings of medium and above alone: the first sign, what makes it stay, how it spread, what was wiped. A clause of which
/// there is nothing is left out.
/// </summary>
internal static class CourseInBrief
{
    private const int MostParts = 4;
    private const int MostPaths = 5;
    private const int MostChars = 300; // of a clause, about three lines
    private const int LongestPath = 60;
    private const int LongestSign = 150;

    private static readonly string[] s_wiped = ["log-wiped", "history-wiped", "log-rewritten-empty"];

    private static readonly string[] s_staying = ["preload-variable", "account-second-root"];

    private static readonly string[] s_stayingPlaces = ["/cron", "/.ssh/authorized_keys", "/etc/systemd/", "/etc/init.d/", "/etc/ld.so.preload"];

    // States, names and things that lie open: no deed by which something began.
    private static readonly string[] s_noDeeds = ["secret-", "image-", "container-image-", "container-ended", "name-", "odd-name", "whiteout-name",
        "pipe-in-tmp",
        "directory-replaced", "build-"];

    public static IReadOnlyList<BriefClause> Of(Case subject)
    {
        IReadOnlyList<Finding> findings = subject.Findings ?? [];
        return
        [
            .. Clause("First sign", First(findings)),
            .. Clause("Means to stay", BySubject(WithoutInherited(findings.Where(IsStaying)), StayingWord)),
            .. Clause("Spread", Spread(subject, findings)),
            .. Clause("Removed or emptied", BySubject(findings.Where(IsWiped), finding => finding.Path is null ? null : Path(finding), "by a command")),
        ];
    }

    private static IEnumerable<BriefClause> Clause(string name, IEnumerable<BriefPart> parts)
    {
        BriefPart[] all = [.. parts.DistinctBy(p => (p.Proof.Evidence, string.Join('\n', p.Subjects), p.Text))];
        int room = MostChars;
        BriefPart[] shown = [.. all.Take(MostParts).TakeWhile((part, i) =>
            (room -= part.Text.Length + (part.Subjects is [var whose, ..] ? whose.Length : 0)) > 0 || i == 0)];
        if (shown.Length > 0)
            yield return new BriefClause(name, shown, all.Length - shown.Length);
    }

    // The earliest deed on whatever something grave was found on; of those of that moment on the same thing the gravest.
    private static IEnumerable<BriefPart> First(IReadOnlyList<Finding> findings)
    {
        HashSet<(string, string)> grave = [.. findings.Where(f => f.Weight >= FindingSeverity.High && IsDeed(f)).SelectMany(f => f.Subjects.Select(s =>
            (f.Evidence, s)))];
        Finding[] deeds = [.. findings.Where(f => f is { Severity: >= FindingSeverity.Medium, Time.IsUsable: true } && IsDeed(f)
            && f.Subjects.Any(s => grave.Contains((f.Evidence, s)))).OrderBy(f => f.Time!.Value)];
        if (deeds.Length == 0)
            yield break;
        Finding first = deeds[0];
        Finding gravest = deeds.Where(f => f.Time!.Value.Seconds == first.Time!.Value.Seconds && f.Evidence == first.Evidence
            && f.Subjects.SequenceEqual(first.Subjects, StringComparer.Ordinal)).MaxBy(f => f.Weight)!;
        yield return new BriefPart(gravest, gravest.Subjects, $"{gravest.Title}: {Cut(gravest.Reason.TrimEnd('.'), LongestSign)}", IsDated: true);
    }

    private static bool IsDeed(Finding finding) => !s_noDeeds.Any(s => finding.Rule.StartsWith(s, StringComparison.Ordinal));

    private static bool IsStaying(Finding finding) => finding is { Weight: >= FindingSeverity.Medium, Path: { } path, IsOfAbsence: false }
        && finding.Rule != "directory-replaced" && (s_staying.Contains(finding.Rule, StringComparer.Ordinal) || finding.Rule.StartsWith("persistence-",
            StringComparison.Ordinal)
            || s_stayingPlaces.Any(p => path.ToString().Contains(p, StringComparison.Ordinal)));

    // A container has the variables of its image: told once.
    private static IEnumerable<Finding> WithoutInherited(IEnumerable<Finding> findings)
    {
        var told = new HashSet<(string, string)>();
        return findings.Where(f => f.Rule != "preload-variable" || told.Add((f.Evidence, f.Path!.Value.ToString()!)));
    }

    private static bool IsWiped(Finding finding) => s_wiped.Contains(finding.Rule, StringComparer.Ordinal)
        && (finding.Weight >= FindingSeverity.Medium || finding.Rule == "log-rewritten-empty");

    private static string StayingWord(Finding finding) => finding.Rule switch
    {
        "preload-variable" => "LD_PRELOAD of " + Path(finding),
        "account-second-root" => "a second root in " + Path(finding),
        _ => Path(finding),
    };

    // One part for whom it is about; where nothing has a path, the words for that.
    private static IEnumerable<BriefPart> BySubject(IEnumerable<Finding> findings, Func<Finding, string?> word, string others = "")
    {
        foreach (IGrouping<(string, string), Finding> one in findings.Where(f => f.Subjects.Count > 0)
            .GroupBy(f => (f.Evidence, string.Join('\n', f.Subjects))))
        {
            // A second root in a file says more than the file.
            string[] all = [.. one.Select(word).OfType<string>().Distinct(StringComparer.Ordinal)];
            string[] words = [.. all.Where(w => !all.Any(o => o.Length > w.Length && o.EndsWith(" " + w, StringComparison.Ordinal)))];
            string more = words.Length > MostPaths ? $" and {words.Length - MostPaths} more" : "";
            yield return new BriefPart(one.First(), one.First().Subjects, words.Length == 0 ? others : string.Join(", ", words.Take(MostPaths)) + more);
        }
    }

    private static IEnumerable<BriefPart> Spread(Case subject, IReadOnlyList<Finding> findings)
    {
        IReadOnlyList<SwimLane> lanes = subject.Story?.Lanes ?? [];
        foreach (LaneTie tie in subject.Story?.Ties ?? [])
        {
            SwimLane from = lanes[tie.From], to = lanes[tie.To];
            if (from.Marks.MaxBy(m => m.Severity) is not { Severity: >= FindingSeverity.High } mark)
                continue;
            string source = Name(from, to, subject), target = Name(to, from, subject);
            string? words = tie.Word switch
            {
                "runs" => $"{source} ran as {target}",
                "committed as" => $"{source} was committed as {target}",
                "built from" => $"{target} has all layers of {source}",
                "same bytes" => $"the same bytes are in {source} and {target}",
                _ => null,
            };
            if (words is not null)
                yield return new BriefPart(mark.Findings[0], [], words);
        }
        HashSet<(string, string)> told = [.. (subject.Story?.Ties ?? []).Where(t => t.Word == "committed as")
            .SelectMany(t => lanes[t.To].Names.Select(name => (lanes[t.From].Names[0], name)))];
        HashSet<(string, string)> containers = [.. subject.Inventory.Containers.Select(c => (c.Store.Root.Evidence, c.DisplayName))];
        foreach (BriefPart part in Runs(subject, findings))
            yield return part;
        foreach (Finding finding in findings.Where(f => f is { Weight: >= FindingSeverity.High, Path: not null, Subjects.Count: > 1 } && IsDeed(f)))
        {
            if (finding.Subjects.FirstOrDefault(s => containers.Contains((finding.Evidence, s))) is not { } container)
                continue;
            foreach (string image in finding.Subjects.Where(s => !containers.Contains((finding.Evidence, s)) && !told.Contains((container, s))))
                yield return new BriefPart(finding, [], $"what {container} changed is in {image} too");
        }
        foreach (Finding finding in findings.Where(f => f is { Rule: "image-foreign-name", Weight: >= FindingSeverity.Medium }))
        {
            string[] names = [.. finding.Subjects.Where(s => !s.Contains('@', StringComparison.Ordinal))];
            yield return new BriefPart(finding, [], $"{string.Join(" and ", names.Take(2))} are one image");
        }
        foreach (Finding finding in findings.Where(f => f is { Rule: "image-committed", Weight: >= FindingSeverity.Medium, Subjects.Count: > 0 }
            && !told.Any(t => f.Subjects.Contains(t.Item2, StringComparer.Ordinal))))
            yield return new BriefPart(finding, [], $"{finding.Subjects[0]} was made by a commit");
    }

    // Containers that ran an image with something grave in it, also where nothing was found on them themselves.
    private static IEnumerable<BriefPart> Runs(Case subject, IReadOnlyList<Finding> findings)
    {
        ILookup<(string, string), Finding> grave = findings.Where(f => f.Weight >= FindingSeverity.High && IsDeed(f))
            .SelectMany(f => f.Subjects.Select(s => ((f.Evidence, s), f))).ToLookup(f => f.Item1, f => f.f);
        foreach (Container container in subject.Inventory.Containers.Where(c => c is { Started: not null, Image: not null, Pod: null }))
        {
            string evidence = container.Store.Root.Evidence;
            string[] names = [.. container.Image!.DisplayNames.Where(n => grave.Contains((evidence, n)))];
            if (names.Length > 0 && !grave.Contains((evidence, container.DisplayName)))
                yield return new BriefPart(grave[(evidence, names[0])].First(), [],
                    $"{(container.ImageName is { } typed && names.Contains(typed, StringComparer.Ordinal) ? typed : names[0])} ran as {container.DisplayName}");
        }
    }

    // An image by the name that the container was started with.
    private static string Name(SwimLane lane, SwimLane other, Case subject)
    {
        string? typed = lane.IsContainer || !other.IsContainer ? null : subject.Inventory.Containers.FirstOrDefault(c => c.Store.Root.Evidence == other.Evidence
            && c.DisplayName == other.Names[0])?.ImageName;
        return typed is not null && lane.Names.Contains(typed, StringComparer.Ordinal) ? typed
            : lane.Names.FirstOrDefault(n => !n.Contains('@', StringComparison.Ordinal)) ?? lane.Names[0];
    }

    private static string Path(Finding finding) => Cut(finding.Path!.Value.ToString()!, LongestPath);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";
}
