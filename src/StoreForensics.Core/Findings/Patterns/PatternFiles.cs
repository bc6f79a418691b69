using StoreForensics.Model;

namespace StoreForensics.Findings.Patterns;

/// <summary>All pattern rules over files; an index over their paths tells which could match.</summary>
internal sealed class PatternFiles : IFileRule
{
    private readonly PatternRule[] _rules;
    private readonly PathIndex _index = new();
    private readonly List<int> _candidates = [];

    public PatternFiles(IEnumerable<PatternRule> rules)
    {
        _rules = [.. rules.Where(r => r.File is not null)];
        for (int i = 0; i < _rules.Length; i++)
        {
            IReadOnlyList<PathGlob> paths = _rules[i].File!.Paths;
            if (paths.Count == 0)
                _index.Add(null, i);
            foreach (PathGlob path in paths)
                _index.Add(path, i);
        }
    }

    public IReadOnlyList<Rule> Rules => [.. _rules.Select(r => r.Rule)];

    public void Look(in FileSight file, FindingSink sink)
    {
        _candidates.Clear();
        _index.Find(file.Path, _candidates);
        if (_candidates.Count == 0)
            return;
        _candidates.Sort();
        int last = -1;
        foreach (int id in _candidates)
        {
            if (id != last)
                Try(_rules[id], file, sink);
            last = id;
        }
    }

    private static void Try(PatternRule rule, in FileSight file, FindingSink sink)
    {
        // The lowest layer is a distribution as its makers packed it: only rules that ask for it see it.
        if (file.Owner == FileOwner.Base && rule.File!.Owners.Count == 0)
            return;
        if (!rule.File!.Holds(file))
            return;
        (Rule said, FindingSeverity? severity) = CaseOf(rule, file);
        if (severity is { } found)
            sink.Add(said, found, file, ReasonTemplate.Fill(rule.Reason ?? ReasonTemplate.OfFile, file));
    }

    private static (Rule Rule, FindingSeverity? Severity) CaseOf(PatternRule rule, in FileSight file)
    {
        foreach (PatternCase one in rule.Cases)
        {
            if (one.File!.Holds(file))
                return (one.Rule, one.Severity);
        }
        return (rule.Rule, rule.Severity);
    }
}
