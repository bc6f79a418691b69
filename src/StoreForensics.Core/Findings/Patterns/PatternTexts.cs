using System.Buffers;
using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Patterns;

/// <summary>All pattern rules over texts: their words, and one expression made of those without
/// words, tell first whether any could match, so that their number hardly matters.</summary>
internal sealed class PatternTexts : ITextRule
{
    private readonly PatternRule[] _rules;
    private readonly Dictionary<TextKind, Filter> _filters;

    public PatternTexts(IEnumerable<PatternRule> rules)
    {
        _rules = [.. rules.Where(r => r.Text is not null)];
        _filters = RuleWords.TextKinds.Values.ToDictionary(kind => kind, kind => new Filter([.. _rules.Where(r => IsFor(r.Text!, kind))]));
    }

    public IReadOnlyList<Rule> Rules => [.. _rules.Select(r => r.Rule)];

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => _filters[kind].MayMatch(text);

    public void Look(in TextSight text, FindingSink sink)
    {
        foreach (PatternRule rule in _filters[text.Kind].Rules)
        {
            if (rule.Text!.Holds(text, out Match? match) && CaseOf(rule, text) is (var said, { } severity))
                Say(rule, said, severity, text, match, sink);
        }
    }

    // A rule that names no kind is for what somebody typed or a program said, not for every small file of data.
    private static bool IsFor(TextCondition condition, TextKind kind) => condition.Takes(kind)
        && (kind != TextKind.Data || condition.Kinds.HasFlag(TextKind.Data));

    private static void Say(PatternRule rule, Rule said, FindingSeverity severity, in TextSight text, Match? match, FindingSink sink)
    {
        EvidencePath? path = text.Path ?? (match?.Groups["path"] is { Success: true, Value: { Length: > 0 and <= 4096 } named }
            ? EvidencePath.FromString(named) : (EvidencePath?)null);
        string reason = ReasonTemplate.Fill(rule.Reason ?? ReasonTemplate.OfText, text, match);
        sink.Add(said, severity, text, reason, path);
    }

    private static (Rule Rule, FindingSeverity? Severity) CaseOf(PatternRule rule, in TextSight text)
    {
        foreach (PatternCase one in rule.Cases)
        {
            if (one.Text!.Holds(text, out _))
                return (one.Rule, one.Severity);
        }
        return (rule.Rule, rule.Severity);
    }

    /// <summary>The rules for one kind of text. Words of all of them are looked for at once; those
    /// without words have one expression, made when the first such text is seen.</summary>
    private sealed class Filter
    {
        private readonly SearchValues<string> _words;
        private readonly Lazy<Regex?>? _union;

        public Filter(PatternRule[] rules)
        {
            Rules = rules;
            _words = SearchValues.Create(rules.SelectMany(r => r.Text!.WordList).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
                StringComparison.OrdinalIgnoreCase);
            PatternRule[] wordless = [.. rules.Where(r => r.Text!.Words is null)];
            bool isAlwaysTried = wordless.Any(r => r.Text!.Any.Count == 0);
            _union = wordless.Length == 0 ? null : new Lazy<Regex?>(() => isAlwaysTried ? null : LinearRegex.Union(wordless.SelectMany(r => r.Text!.Any)));
        }

        public PatternRule[] Rules { get; }

        public bool MayMatch(ReadOnlySpan<char> text) => Rules.Length > 0
            && (text.ContainsAny(_words) || (_union is not null && (_union.Value?.IsMatch(text) ?? true)));
    }
}
