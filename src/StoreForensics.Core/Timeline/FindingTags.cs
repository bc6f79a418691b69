using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>
/// Which rules point at an event: <c>finding:setid-added</c> in its tags. Events of entries are known by their node, deletions by their path, all others by the
/// place in the evidence and the time that the finding rests on.
/// </summary>
internal sealed class FindingTags
{
    private const string Prefix = "finding:";

    private readonly Dictionary<(int Source, int Node), string> _entries = [];
    private readonly Dictionary<(string Evidence, EvidencePath Path), string> _deletions = [];
    private readonly Dictionary<(string Evidence, EvidencePath Origin, Timestamp Time), string> _facts = [];

    // Reports read the timeline side by side.
    private readonly ConcurrentDictionary<(EventTags, string), string> _spelt = [];

    public FindingTags(IReadOnlyList<Finding> findings, IReadOnlyList<IEvidenceSource> sources)
    {
        foreach (Finding finding in findings)
        {
            foreach (FindingEntry entry in finding.Entries)
                Add(_entries, (Index(sources, entry.Source), entry.Node), finding.Rule);
            if (finding.Path is { } path && finding.Entries.Count > 0 && finding.Stamp is null)
                Add(_deletions, (finding.Origins[0].Evidence, path), finding.Rule);
            if (finding.Entries.Count > 0 || finding.Time is not { } time)
                continue;
            foreach (Origin origin in finding.Origins)
                Add(_facts, (origin.Evidence, origin.Path, time), finding.Rule);
        }
    }

    /// <summary>The tags of an event of an entry.</summary>
    public string Of(EventTags tags, int source, int node) => _entries.TryGetValue((source, node), out string? rules) ? Spell(tags, rules) : tags.Text();

    /// <summary>The tags of any other event, whose path and origin are filled in.</summary>
    public string Of(EventTags tags, TimelineEvent e)
    {
        if (e.Type == EventType.LayerFileDeleted)
            return _deletions.Count > 0 && _deletions.TryGetValue((e.Subject.Evidence, new EvidencePath(e.Path.Span)), out string? deleted)
                ? Spell(tags, deleted) : tags.Text();
        return _facts.Count > 0 && e.Path.IsEmpty && _facts.TryGetValue((e.Subject.Evidence, new EvidencePath(e.Origin.Span), e.Time), out string? rules)
            ? Spell(tags, rules) : tags.Text();
    }

    // The same instance every time: writers keep what they escaped by instance.
    private string Spell(EventTags tags, string rules) => _spelt.GetOrAdd((tags, rules), static key =>
        string.Join(',', $"{key.Item1.Text()},{key.Item2}".Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));

    private static void Add<TKey>(Dictionary<TKey, string> tags, TKey key, string rule)
        where TKey : notnull
    {
        string tag = Prefix + rule;
        ref string? known = ref CollectionsMarshal.GetValueRefOrAddDefault(tags, key, out _);
        if (known is null)
            known = tag;
        else if (!known.Split(',').Contains(tag, StringComparer.Ordinal))
            known = string.Join(',', known.Split(',').Append(tag).Order(StringComparer.Ordinal));
    }

    private static int Index(IReadOnlyList<IEvidenceSource> sources, IEvidenceSource source)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            if (ReferenceEquals(sources[i], source))
                return i;
        }
        return -1;
    }
}
