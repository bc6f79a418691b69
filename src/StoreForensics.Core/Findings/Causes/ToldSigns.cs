using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Causes;

/// <summary>Findings that stand, and whether they tell of what another would.</summary>
internal sealed class ToldSigns(ContainerFacts containers)
{
    // Findings that are compared with each other by their texts: of one subject and rule.
    private const int MaxCompared = 50;

    private const string OfContainer = "more of this container under";

    private readonly Dictionary<(string Evidence, string Subject, string Key), Finding> _byKey = [];
    private readonly Dictionary<(string Evidence, string Subject), List<Finding>> _bySubject = [];
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public void Add(Finding finding)
    {
        _all.Add(finding);
        foreach (string subject in finding.Subjects)
        {
            foreach ((string key, _) in Keys(finding, subject))
                Add((finding.Evidence, subject, key), finding);
            if (finding.Rule == "container-host-namespace" && containers.PodOf(subject) is { } pod)
                _byKey.TryAdd((finding.Evidence, pod, OfPod(finding)), finding);
        }
        AddText(finding);
    }

    // The first one tells of the others, unless a copy may lose it and not the next.
    private void Add((string Evidence, string Subject, string Key) key, Finding finding)
    {
        if (!_byKey.TryGetValue(key, out Finding? known) || !SignRanks.MayTell(known, finding))
            _byKey[key] = finding;
    }

    /// <summary>Takes one that another tells of: what only repeats its text is told as well.</summary>
    public void AddText(Finding finding)
    {
        foreach (string subject in finding.Subjects)
        {
            if (!_bySubject.TryGetValue((finding.Evidence, subject), out List<Finding>? known))
                _bySubject[(finding.Evidence, subject)] = known = [];
            known.Add(finding);
        }
    }

    /// <summary>The finding that tells of the same thing about each of its subjects, and words that lead to it; null where there is none.</summary>
    public (Finding Graver, string Words)? Graver(Finding finding)
    {
        if (finding.Subjects.Count == 0)
        {
            return finding.Path is not null && _all.FirstOrDefault(f => f.Evidence == finding.Evidence && SaidTwice.IsSource(f, finding)) is { } source
                ? (source, SaidTwice.Words) : null;
        }
        (Finding, string)? graver = null;
        foreach (string subject in finding.Subjects)
        {
            if (Graver(finding, subject) is not { } of)
                return null;
            graver ??= of;
        }
        return graver;
    }

    // A directory that a build step made anew is nothing by itself: there is more than that about what the step belongs to, or it is as builds are.
    public bool IsAlone(Finding finding) => finding is { Rule: "directory-replaced", Severity: FindingSeverity.Medium, Subjects.Count: > 0 }
        && !finding.Subjects.All(s => _bySubject[(finding.Evidence, s)].Exists(f => IsTelling(f.Rule)));

    private static bool IsTelling(string rule) => rule != "directory-replaced" && !rule.StartsWith("secret-", StringComparison.Ordinal)
        && !rule.StartsWith("image-", StringComparison.Ordinal);

    private (Finding, string)? Graver(Finding finding, string subject)
    {
        foreach ((string key, string words) in Asked(finding, subject))
        {
            if (_byKey.TryGetValue((finding.Evidence, subject, key), out Finding? known) && SignRanks.MayTell(known, finding))
                return (known, words);
        }
        if (containers.PodOf(subject) is { } pod && _byKey.TryGetValue((finding.Evidence, pod, OfPod(finding)), out Finding? other))
            return (other, "more of its pod under");
        if (!SaidTwice.IsAsked(finding))
            return null;
        Finding? said = Of(finding, subject).FirstOrDefault(f => SignRanks.MayTell(f, finding) && SaidTwice.Is(f, finding))
            ?? containers.ImagesOf(subject).SelectMany(image => Of(finding, image)).FirstOrDefault(f => SaidTwice.IsInherited(f, finding))
            ?? (SaidTwice.IsInstruction(finding)
                ? containers.ContainersOf(subject).SelectMany(c => Of(finding, c)).FirstOrDefault(f => SaidTwice.IsInherited(finding, f)) : null);
        return said is null ? null : (said, SaidTwice.Words);
    }

    private IEnumerable<Finding> Of(Finding finding, string subject) =>
        _bySubject.GetValueOrDefault((finding.Evidence, subject))?.Take(MaxCompared) ?? [];

    private IEnumerable<(string Key, string Words)> Asked(Finding finding, string subject) => finding.Rule == "container-capability"
        ? [("container-privileged", OfContainer), .. Keys(finding, subject)]
        : finding.Path is not null && SignRanks.IsOfFile(finding.Rule) && !SignRanks.IsOfPlace(finding.Rule) ? [] : Keys(finding, subject);

    private IEnumerable<(string Key, string Words)> Keys(Finding finding, string subject)
    {
        if (finding.Path is { } path)
        {
            if (SignRanks.IsOfFile(finding.Rule))
                yield return ($"file:{path}", "more of this file under");
            if (SignRanks.IsOfName(finding.Rule))
                yield return ($"names:{Directory(path)}", "more of its directory under");
            if (finding.Rule == "directory-replaced")
                yield return ($"replaced:{Directory(path)}", "more of its directory under");
        }
        else if (SignRanks.IsOfSetting(finding.Rule))
        {
            if (finding.Rule is "container-privileged" or "container-host-namespace" or "container-unconfined")
                yield return (finding.Rule, OfContainer);
            if (containers.IsNeverStarted(subject))
                yield return ("setting", OfContainer);
        }
    }

    // What containers of a pod have in common is the pod's.
    private static string OfPod(Finding finding) => $"{finding.Rule}:{finding.Reason}";

    private static string Directory(EvidencePath path)
    {
        string text = path.ToString();
        return text[..(text.LastIndexOf('/') + 1)];
    }
}
