using StoreForensics.Findings.Causes;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>Takes findings; equal ones fold into one that counts. Bounded: past the limit only the counts of what is known grow.</summary>
internal sealed class FindingSink
{
    private readonly Dictionary<(string Rule, string Evidence, int Subjects, string Path, string Reason), Finding> _findings = [];
    private readonly Dictionary<(string Rule, string Evidence, int Subjects), int> _counts = [];
    private const int MaxQuotedChars = 4096;

    private readonly IReadOnlySet<string> _disabled;
    private readonly int _limit;
    private readonly HashSet<string> _aboutContent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _apart = new(StringComparer.Ordinal);

    /// <param name="disabled">Rules whose findings are not wanted.</param>
    /// <param name="limit">Findings that are kept of one rule about one image or container.</param>
    public FindingSink(IReadOnlySet<string>? disabled = null, int? limit = null) =>
        (_disabled, _limit) = (disabled ?? new HashSet<string>(), limit ?? FindingLimits.Default.PerRuleAndSubject);

    public SubjectKeys SubjectKeys { get; } = new();

    /// <summary>Names of images that no container has: what is found of several alike is one finding.</summary>
    public IReadOnlySet<string> ImageNames { get; init; } = new HashSet<string>();

    /// <summary>Of which containers images were committed.</summary>
    public CommitSources Commits { get; init; } = CommitSources.None;

    public ContainerFacts Containers { get; init; } = ContainerFacts.None;

    /// <summary>Of a file: its path, origin and times are the finding's.</summary>
    public void Add(Rule rule, FindingSeverity severity, in FileSight file, string reason)
    {
        Timestamp? modified = file.IsGone ? null : file.Known.Modified;
        Add(rule, severity, file.Subjects, reason, file.Origin, new EvidencePath(file.Path), modified, file.Happened, file.Entry,
            new Grounds(rule.Confidence, [BasisOf(file)], rule.Alternatives), cause: file.Step?.CreatedBy, isOfAbsence: file.IsGone);
    }

    /// <summary>Of a text that somebody typed or a program wrote.</summary>
    public void Add(Rule rule, FindingSeverity severity, in TextSight text, string reason, EvidencePath? path = null) =>
        Add(rule, severity, text.Subjects, reason, text.Origin, path ?? text.Path, text.Time, text.Happened, text.Entry,
            new Grounds(rule.Confidence, [text.Basis], rule.Alternatives), severity < FindingSeverity.Medium || (text.IsOfFile && text.Entry is not null)
                ? null : text.Text.Length <= MaxQuotedChars ? text.Text : text.Text[..MaxQuotedChars]);

    /// <summary>Of anything. Where <paramref name="entry"/> is given, <paramref name="time"/> is the file's stamp and <paramref name="happened"/> alone tells
    /// when it was done; else either does.</summary>
    public void Add(Rule rule, FindingSeverity severity, IReadOnlyList<string> subjects, string reason, Origin origin, EvidencePath? path = null,
        Timestamp? time = null, Timestamp? happened = null, FindingEntry? entry = null, Grounds? grounds = null, string? quoted = null,
        string? cause = null, bool isOfAbsence = false)
    {
        if (_disabled.Contains(rule.Id))
            return;
        int joined = SubjectKeys.Of(subjects);
        // Two hosts of a case may have containers of one name.
        var key = (rule.Id, origin.Evidence, joined, path?.ToString() ?? "", path is null || rule.KeepsReasonsApart ? reason : "");
        if (_findings.TryGetValue(key, out Finding? known))
        {
            _findings[key] = Fold(known, severity, origin, entry);
            return;
        }
        int count = _counts.GetValueOrDefault((rule.Id, origin.Evidence, joined)) + 1;
        _counts[(rule.Id, origin.Evidence, joined)] = count;
        if (count > _limit)
            return;
        if (rule.IsAboutContent)
            _aboutContent.Add(rule.Id);
        if (rule.IsAboutObject)
            _apart.Add(rule.Id);
        _findings[key] = new Finding
        {
            Rule = rule.Id,
            Severity = severity,
            Confidence = grounds?.Confidence ?? rule.Confidence,
            Basis = grounds?.Basis ?? rule.Basis,
            Alternatives = grounds?.Alternatives ?? rule.Alternatives,
            Title = rule.Title,
            Reason = reason,
            Attack = rule.Attack,
            Next = rule.Next,
            Subjects = subjects,
            Path = path,
            Time = entry is null ? happened ?? time : happened,
            Stamp = entry is null ? null : time,
            Origins = [origin],
            Entries = entry is { } one ? [one] : [],
            Quoted = quoted,
            Cause = cause,
            IsOfAbsence = isOfAbsence,
        };
    }

    /// <summary>One of each cause, each as its rule has it: most severe first, then by rule, subject, path and reason.</summary>
    public IReadOnlyList<Finding> Sorted() => Sorted(Folded());

    /// <summary>As <see cref="Sorted()"/>; those that only repeat a graver one are low.</summary>
    public IReadOnlyList<Finding> SortedByWeight() => Sorted(RepeatedSigns.Lower(Folded(), Containers));

    private IEnumerable<Finding> Folded() => SameCause.Fold(CopiedLayers.Fold(_findings.Values), ImageNames, _apart, Commits);

    private Finding[] Sorted(IEnumerable<Finding> findings) =>
    [
        .. findings.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Confidence)
            .ThenBy(f => f.Rule, StringComparer.Ordinal).ThenBy(f => f.Origins[0].Evidence, StringComparer.Ordinal)
            .ThenBy(f => SubjectKeys.Spelling(SubjectKeys.Of(f.Subjects)), StringComparer.Ordinal).ThenBy(f => f.Path ?? default)
            .ThenBy(f => f.Reason, StringComparer.Ordinal),
    ];

    /// <summary>Whether the rule points at files for what is in them: <see cref="Rule.IsAboutContent"/>.</summary>
    public bool IsAboutContent(Finding finding) => _aboutContent.Contains(finding.Rule);

    /// <summary>What was not kept.</summary>
    public long Dropped => _counts.Values.Sum(c => (long)Math.Max(0, c - _limit));

    /// <summary>On what a finding about a file rests, in words.</summary>
    public static string BasisOf(in FileSight file)
    {
        string what = file.IsGone ? file.IsOfWholeTree ? "what the layer's tree lacks of the one below" : "what the layer hides of those below" : "the file's name, kind, mode, owner and content in the evidence";
        return file.Owner switch
        {
            // Linux 5.8 and later give the marks of one mount one inode (fs/overlayfs/dir.c, ovl_whiteout).
            FileOwner.Container when file is { IsGone: true, IsOfWholeTree: false } => $"{what}, in the container's own layer; marks of deletion may share the time of the first of them",
            FileOwner.Container => $"{what}, in the container's own layer",
            FileOwner.Volume => $"{what}, in a volume",
            FileOwner.Step => $"{what}, in the layer of a build step or commit",
            FileOwner.Base => $"{what}, in the lowest layer of an image",
            _ => $"{what}, in a layer that no image refers to",
        };
    }

    /// <summary>The finding with another place; the count grows unless that place is a copy of one that counts.</summary>
    public static Finding Fold(Finding known, FindingSeverity severity, Origin origin, FindingEntry? entry, bool isCopy = false)
    {
        bool isNew = known.Origins.Count < Finding.MaxOrigins && !known.Origins.Contains(origin);
        return known with
        {
            Count = known.Count + (isCopy ? 0 : 1),
            Severity = (FindingSeverity)Math.Max((int)known.Severity, (int)severity),
            Origins = isNew ? [.. known.Origins, origin] : known.Origins,
            Entries = isNew && entry is { } one ? [.. known.Entries, one] : known.Entries,
        };
    }
}
