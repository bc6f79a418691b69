using StoreForensics.Findings.Causes;
using StoreForensics.Findings.Contents;
using StoreForensics.Findings.Indicators;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>What to look with.</summary>
public sealed record FindingsOptions
{
    /// <summary>Where none are given, those of the program, which are read when they are first asked for.</summary>
    public RuleLibrary Rules
    {
        get => field ?? RuleLibrary.BuiltIn;
        init;
    }

    /// <summary>Null: none.</summary>
    public IndicatorList? Indicators { get; init; }

    /// <summary>Null: none.</summary>
    public KnownFiles? Known { get; init; }

    internal FindingLimits Limits { get; init; } = FindingLimits.Default;

    /// <summary>Whether files are digested whatever holes they have.</summary>
    public bool HashHoles { get; init; }
}

/// <summary>Runs all rules: over the inventory, over every text, over every file that a layer
/// changed, and over the short text files among them; each is looked at once.</summary>
public sealed class FindingsExaminer
{
    private readonly IInventoryRule[] _inventoryRules;
    private readonly IFileRule[] _fileRules;
    private readonly ITextRule[] _textRules;
    private readonly FindingSink _sink;
    private readonly TextFiles _textFiles;
    private readonly FindingLimits _limits;
    private readonly ListedDigests _digests;
    private readonly ProblemLog _problems;

    private FindingsExaminer(
        Inventory inventory, FindingsOptions options, IndicatorRule? indicators, ListedDigests digests, ProblemLog problems,
        bool isAlone = false)
    {
        IRule[] more = indicators is null ? [] : [indicators];
        _inventoryRules = [.. isAlone ? [] : RuleSet.Inventory(), .. more.OfType<IInventoryRule>()];
        _fileRules = [.. isAlone ? [] : RuleSet.Files(options.Rules.Patterns), .. more.OfType<IFileRule>()];
        _textRules = [.. isAlone ? [] : RuleSet.Texts(options.Rules.Patterns), .. more.OfType<ITextRule>()];
        _limits = options.Limits;
        _textFiles = new TextFiles(_limits.TextFiles);
        _sink = new FindingSink(options.Rules.Disabled, _limits.PerRuleAndSubject)
        {
            ImageNames = SameCause.ImageNames(inventory),
            Commits = CommitSources.Of(inventory),
            Containers = ContainerFacts.Of(inventory),
        };
        _digests = digests;
        _problems = problems;
    }

    /// <param name="inventory">What the stores hold.</param>
    /// <param name="verification">What came of verification; null when none was done.</param>
    /// <param name="problems">Told of logs and files that cannot be read, and of what was left out.</param>
    /// <param name="options">Null: the built-in rules.</param>
    public static IReadOnlyList<Finding> Find(Inventory inventory, VerificationResult? verification, ProblemLog problems, FindingsOptions? options = null)
    {
        options ??= new FindingsOptions();
        IndicatorRule? indicators = options.Indicators is { } list ? new IndicatorRule(list) : null;
        var digests = new ListedDigests([.. indicators?.Digests ?? [], .. options.Rules.Patterns.SelectMany(p => p.File?.Digests ?? [])]);
        problems.Contain(PlaceOf(inventory), () => digests.Find(inventory, options.HashHoles, problems));
        var examiner = new FindingsExaminer(inventory, options, indicators, digests, problems);
        examiner.Look(inventory, verification);
        IReadOnlyList<Finding> found = RemovedContainers.Say(examiner._sink.SortedByWeight(), inventory);
        if (options.Known is not { } known)
            return found;
        IReadOnlyList<Finding> left = known.Mute(found, examiner._sink.IsAboutContent, options.HashHoles, problems);
        if (left.Count < found.Count)
            problems.Note("SF-FIND-0003", default,
                $"{found.Count - left.Count} of {found.Count} findings are about files on the list of known files, and left out");
        return left;
    }

    /// <summary>Where what is listed is found: in files, texts, names and ids; by evidence, then by list, then by place. No other rule looks.</summary>
    /// <param name="inventory">What the stores hold.</param>
    /// <param name="list">What to look for.</param>
    /// <param name="hashHoles">See <see cref="FindingsOptions.HashHoles"/>.</param>
    /// <param name="problems">Told of what cannot be read.</param>
    public static IReadOnlyList<IndicatorHit> Hunt(Inventory inventory, IndicatorList list, bool hashHoles, ProblemLog problems)
    {
        var hits = new List<IndicatorHit>();
        var rule = new IndicatorRule(list, hits);
        var digests = new ListedDigests(rule.Digests);
        problems.Contain(PlaceOf(inventory), () => digests.Find(inventory, hashHoles, problems));
        new FindingsExaminer(inventory, new FindingsOptions(), rule, digests, problems, isAlone: true).Look(inventory, null);
        return
        [
            .. hits.OrderBy(h => h.Origin.Evidence, StringComparer.Ordinal).ThenBy(h => h.Kind, StringComparer.Ordinal)
                .ThenBy(h => h.Value, StringComparer.Ordinal).ThenBy(h => string.Join('\n', h.Subjects), StringComparer.Ordinal)
                .ThenBy(h => h.Path ?? default).ThenBy(h => h.Place, StringComparer.Ordinal)
                .ThenBy(h => h.Origin.Path).ThenBy(h => h.Origin.Offset ?? -1),
        ];
    }

    // Of a rule that looks at everything.
    private static Origin PlaceOf(Inventory inventory) =>
        new(string.Join(", ", inventory.Stores.Select(s => s.Root.Evidence).Distinct(StringComparer.Ordinal)), default);

    private void Look(Inventory inventory, VerificationResult? verification)
    {
        Origin place = PlaceOf(inventory);
        foreach (IInventoryRule rule in _inventoryRules)
            _problems.Contain(place, () => rule.Look(inventory, _sink));
        if (verification is not null)
            _problems.Contain(place, () => AlteredLayerRule.Look(verification, _sink));
        foreach (ITextRule rule in _textRules)
            _problems.Contain(place, () => rule.Begin(inventory));
        var texts = new TextExaminer(_textRules, _sink, _problems, _limits.LogBytes);
        _problems.Contain(place, () => texts.Look(inventory));
        if (RemovedContainers.Of(inventory) is { } removed)
        {
            foreach (IInventoryRule rule in _inventoryRules.Where(RemovedContainers.IsAskedOf))
                _problems.Contain(place, () => rule.Look(removed, _sink));
            _problems.Contain(place, () => texts.Look(removed));
        }
        _problems.Contain(place, () => LookAtHosts(inventory));
        new FileExaminer(inventory.Within, new LastTimes(inventory), _fileRules, _digests, _textFiles, _sink, _problems).Look(inventory);
        _textFiles.Read(_problems, (file, text) => texts.Look(new TextSight
        {
            Kind = file.Kind,
            Subjects = file.Subjects,
            Text = text,
            Origin = file.Origin,
            Path = new EvidencePath(file.Path),
            Time = new KnownFacts(in file.Source.Tree[file.Node], inventory.CopyOf(file.Source.Name)).Modified,
            Happened = file.Happened,
            Entry = file.Entry,
        }));
        if (_textFiles.Dropped > 0)
            _problems.Note("SF-FIND-0004", default, $"{_textFiles.Dropped} short text files were not read for the rules: there are too many");
        if (_sink.Dropped > 0)
            _problems.Note("SF-FIND-0005", default,
                $"{_sink.Dropped} findings were counted only: a rule keeps {_limits.PerRuleAndSubject} of one image or container");
    }

    // What the host says of itself is no image's or container's: only what is listed is looked for in it.
    private void LookAtHosts(Inventory inventory)
    {
        foreach (HostFacts host in _textRules.OfType<IndicatorRule>().Any() ? inventory.Hosts : [])
        {
            foreach (HostText line in host.CronLines.Concat(host.ShellHistory).Concat(host.LogLines))
            {
                byte[] path = [(byte)'/', .. line.Origin.Path.Bytes];
                foreach (IndicatorRule rule in _textRules.OfType<IndicatorRule>())
                    rule.Look(new TextSight
                    {
                        Kind = TextKind.Data,
                        Subjects = [],
                        Text = System.Text.Encoding.UTF8.GetString(line.Bytes.Span),
                        Origin = line.Origin,
                        Path = new EvidencePath(path),
                        Time = line.Time,
                        Place = "A line of the host",
                        Ground = "a line of a file of the host in the evidence",
                    }, _sink);
            }
        }
    }
}
