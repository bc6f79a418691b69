using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>
/// Takes events from the collectors, drops what the filter does not want and what has no usable time, adds the tags that time alone decides, and hands the
/// rest to the sorter.
/// </summary>
internal sealed class EventSink(EventSorter sorter, EventFilter filter, IReadOnlyList<IEvidenceSource> sources, TimeMeanings meanings)
{
    private const long DaySeconds = 86400;
    private readonly Dictionary<IEvidenceSource, ushort> _sources = sources.Select((s, i) => (s, i)).ToDictionary(x => x.s, x => (ushort)x.i);
    private readonly Dictionary<EventSubject, bool> _wanted = [];
    private readonly bool[] _types = [.. Enum.GetValues<EventType>().Select(filter.Accepts)];

    /// <summary>By evidence: times more than a day after this are in the future of everything else on that host. None: unknown.</summary>
    public IReadOnlyDictionary<string, Timestamp> Horizons { get; set; } = new Dictionary<string, Timestamp>();

    /// <summary>An event that is not about an entry of a layer.</summary>
    public void Add(EventType type, Timestamp? time, string meaning, EventSubject subject, string message, Origin origin, EventTags tags = EventTags.None) =>
        Add(type, time, meaning, subject, Encoding.UTF8.GetBytes(message), default, null, origin.Path.Bytes, tags, '\0');

    /// <inheritdoc cref="Add(EventType, Timestamp?, string, EventSubject, string, Origin, EventTags)"/>
    public void Add(EventType type, Timestamp? time, string meaning, EventSubject subject, ReadOnlySpan<byte> message, ReadOnlySpan<byte> path,
        EntryKind? kind, ReadOnlySpan<byte> origin, EventTags tags, char change)
    {
        if (!Wants(type, time, subject) || (filter.NeedsPath && !filter.AcceptsPath(path)))
            return;
        int length = EventPayload.Length(message, path, origin);
        EventPayload.Write(sorter.Reserve(length, out int offset), kind, message, path, origin);
        var record = new EventRecord
        {
            Seconds = time!.Value.Seconds,
            Nanoseconds = time.Value.Nanoseconds,
            Subject = subject.Index,
            Node = EvidenceTree.None,
            PathRoot = EvidenceTree.None,
            PayloadOffset = offset,
            PayloadLength = length,
            Meaning = meanings.IndexOf(meaning),
            Tags = tags | ByTime(time.Value, subject.Evidence),
            Type = type,
            Change = (byte)change,
        };
        sorter.Add(record);
    }

    /// <summary>An event about an entry, whose facts are read from the tree when the row is written.</summary>
    public void AddEntry(EventType type, Timestamp? time, string meaning, EventSubject subject, IEvidenceSource source, int node, int pathRoot, char change,
        EventTags tags)
    {
        if (!Wants(type, time, subject) || (filter.NeedsPath && !AcceptsPathOf(source.Tree, node, pathRoot)))
            return;
        sorter.Add(new EventRecord
        {
            Seconds = time!.Value.Seconds,
            Nanoseconds = time.Value.Nanoseconds,
            Subject = subject.Index,
            Node = node,
            PathRoot = pathRoot,
            Source = _sources[source],
            Meaning = meanings.IndexOf(meaning),
            Tags = tags | ByTime(time.Value, subject.Evidence),
            Type = type,
            Change = (byte)change,
        });
    }

    private bool Wants(EventType type, Timestamp? time, EventSubject subject)
    {
        if (time is not { IsUsable: true } known || !_types[(int)type] || !filter.Accepts(known))
            return false;
        if (!_wanted.TryGetValue(subject, out bool wanted))
            _wanted[subject] = wanted = filter.Accepts(subject);
        return wanted;
    }

    private bool AcceptsPathOf(EvidenceTree tree, int node, int pathRoot)
    {
        byte[] path = new byte[1 + tree.PathLength(node, pathRoot)];
        path[0] = (byte)'/';
        tree.WritePath(node, pathRoot, path.AsSpan(1));
        return filter.AcceptsPath(path);
    }

    /// <summary>What the time alone says.</summary>
    public EventTags ByTime(Timestamp time, string evidence)
    {
        EventTags tags = time.Seconds < 0 ? EventTags.BeforeEpoch : EventTags.None;
        if (Horizons.TryGetValue(evidence, out Timestamp horizon) && time.Seconds > horizon.Seconds + DaySeconds)
            tags |= EventTags.Future;
        return tags;
    }
}
