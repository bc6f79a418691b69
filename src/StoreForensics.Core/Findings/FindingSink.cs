using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>Takes findings; equal ones fold into one that counts. Bounded: past the limit only the counts of what is known grow.</summary>
internal sealed class FindingSink
{
    /// <summary>A container can have changed millions of files.</summary>
    public const int MaxPerRuleAndSubject = 200;

    private readonly Dictionary<(string Rule, string Evidence, string Subjects, string Path, string Reason), Finding> _findings = [];
    private readonly Dictionary<(string Rule, string Evidence, string Subjects), int> _counts = [];

    public void Add(Rule rule, FindingSeverity severity, IReadOnlyList<string> subjects, string reason, Origin origin, EvidencePath? path = null, Timestamp? time = null)
    {
        string joined = string.Join('\n', subjects);
        // Two hosts of a case may have containers of one name.
        var key = (rule.Id, origin.Evidence, joined, path?.ToString() ?? "", path is null ? reason : "");
        if (_findings.TryGetValue(key, out Finding? known))
        {
            _findings[key] = known with { Count = known.Count + 1, Severity = (FindingSeverity)Math.Max((int)known.Severity, (int)severity) };
            return;
        }
        int count = _counts.GetValueOrDefault((rule.Id, origin.Evidence, joined)) + 1;
        _counts[(rule.Id, origin.Evidence, joined)] = count;
        if (count > MaxPerRuleAndSubject)
            return;
        _findings[key] = new Finding
        {
            Rule = rule.Id,
            Severity = severity,
            Confidence = rule.Confidence,
            Title = rule.Title,
            Reason = reason,
            Attack = rule.Attack,
            Next = rule.Next,
            Subjects = subjects,
            Path = path,
            Time = time,
            Origins = [origin],
        };
    }

    /// <summary>Most severe first, then by rule, subject, path and reason.</summary>
    public IReadOnlyList<Finding> Sorted() =>
    [
        .. _findings.Values.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Confidence).ThenBy(f => f.Rule, StringComparer.Ordinal)
            .ThenBy(f => f.Origins[0].Evidence, StringComparer.Ordinal)
            .ThenBy(f => string.Join('\n', f.Subjects), StringComparer.Ordinal).ThenBy(f => f.Path ?? default).ThenBy(f => f.Reason, StringComparer.Ordinal),
    ];

    /// <summary>What was not kept.</summary>
    public long Dropped => _counts.Values.Sum(c => (long)Math.Max(0, c - MaxPerRuleAndSubject));
}
