using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Html.Data;

/// <summary>Writes the events into the page while they are enumerated; then, in one more script element, what they refer to by number.</summary>
internal sealed class TimelineData(ReportScope scope, RowBudget budget)
{
    private const int MaxOwners = 500;
    private const int MaxNames = 20;

    private readonly Dictionary<EventSubject, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<EventSubject> _subjects = [];
    private readonly Dictionary<(string Kind, string Store), NameLists<string[]>> _anchors = [];
    private readonly List<(long Seconds, int Offset)> _offsets = [];
    private long _rows;

    public void WriteTo(HtmlOutput output)
    {
        var block = new EventBlock(scope.Secrets);
        foreach (TimelineEvent e in scope.Case.Timeline.Events())
        {
            if (!budget.Takes(e.Type))
                continue;
            NoteOffset(e);
            block.Add(e, PlaceOf(e.Subject));
            _rows++;
            if (block.IsFull)
                block.WriteTo(output);
        }
        block.WriteTo(output);
        WriteIndex(output);
    }

    private int PlaceOf(EventSubject subject)
    {
        if (_places.TryGetValue(subject, out int place))
            return place;
        _subjects.Add(subject);
        _places.Add(subject, _subjects.Count - 1);
        return _subjects.Count - 1;
    }

    // The browser gets the offsets of the zone at the events themselves: it may know other rules for the zone than we do, or none.
    private void NoteOffset(TimelineEvent e)
    {
        int offset = scope.Time.OffsetSeconds(e.Time);
        if (_offsets.Count == 0)
            _offsets.Add((e.Time.Seconds, offset));
        else if (_offsets[^1].Offset != offset)
            _offsets.Add((BeginningOf(offset, _offsets[^1].Seconds, e.Time.Seconds), offset));
    }

    // When the zone came to the offset that it has at the later of two moments: days back to one that differs, then the second within. A typed time may lie
    // between two events.
    private long BeginningOf(int offset, long earlier, long later)
    {
        long differs = later, since = later;
        while (differs > earlier && OffsetAt(differs) == offset)
            (since, differs) = (differs, Math.Max(earlier, differs - 86_400));
        while (since - differs > 1)
        {
            long middle = differs + ((since - differs) / 2);
            (differs, since) = OffsetAt(middle) == offset ? (differs, middle) : (middle, since);
        }
        return since;
    }

    private int OffsetAt(long seconds) => scope.Time.OffsetSeconds(new Timestamp(seconds, 0));

    private void WriteIndex(HtmlOutput output)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using Utf8JsonWriter json = SafeJson.Writer(bytes);
        json.WriteStartObject();
        json.WriteNumber("rows"u8, _rows);
        json.WriteString("zone"u8, scope.Time.ZoneName);
        json.WriteBoolean("utc"u8, scope.Time.IsUtc);
        WriteEvidence(json);
        WriteVolumes(json);
        WriteOffsets(json);
        WriteTypes(json);
        WriteSubjects(json);
        json.WriteEndObject();
        json.Flush();
        output.WriteMarkup("<script type=\"application/json\" id=\"events-index\">");
        output.WriteSafe(bytes.WrittenSpan);
        output.WriteMarkup("</script>\n");
    }

    // What the reader's notes are kept by: the same evidence gives the same, whatever the options.
    private void WriteEvidence(Utf8JsonWriter json)
    {
        string[] names = [.. scope.Case.Evidence.Select(e => HtmlText.Clean(e.Sha256 ?? $"{e.Name}, {ReportNumber.Count(e.Entries)} names", 1000))];
        WriteTexts(json, "evidence", names);
        json.WriteString("fingerprint"u8, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names)))[..8]));
    }

    // By what the origins of a volume's files begin with, for its browser.
    private void WriteVolumes(Utf8JsonWriter json)
    {
        json.WriteStartObject("volumes"u8);
        foreach (Volume volume in scope.Case.Inventory.Volumes)
        {
            if (volume.Files is { Root: not EvidenceTree.Root } files && scope.Anchors.Of(volume) is string anchor)
                json.WriteString(anchor, HtmlText.Clean(files.Source.Tree.PathOf(files.Root).Bytes, EventBlock.MaxSharedLength));
        }
        json.WriteEndObject();
    }

    private void WriteOffsets(Utf8JsonWriter json)
    {
        json.WriteStartArray("offsets"u8);
        foreach ((long seconds, int offset) in _offsets)
        {
            json.WriteStartArray();
            json.WriteNumberValue(seconds);
            json.WriteNumberValue(offset);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteTypes(Utf8JsonWriter json)
    {
        json.WriteStartArray("types"u8);
        for (int type = 0; type < EventTypes.Names.Count; type++)
        {
            json.WriteStartArray();
            json.WriteStringValue(EventTypes.Names[type]);
            json.WriteNumberValue(EventGroups.Of((EventType)type));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        WriteTexts(json, "groups", EventGroups.Names);
        WriteTexts(json, "kinds", Enum.GetValues<EntryKind>().Select(kind => kind.Name()));
    }

    private void WriteSubjects(Utf8JsonWriter json)
    {
        var owners = new SortedDictionary<string, string>(StringComparer.Ordinal);
        json.WriteStartArray("subjects"u8);
        foreach (EventSubject subject in _subjects)
            WriteSubject(json, subject, owners);
        json.WriteEndArray();
        json.WriteStartObject("owners"u8);
        foreach ((string anchor, string label) in owners)
            json.WriteString(anchor, HtmlText.Clean(label, 200));
        json.WriteEndObject();
    }

    private void WriteSubject(Utf8JsonWriter json, EventSubject subject, SortedDictionary<string, string> owners)
    {
        json.WriteStartObject();
        json.WriteString("store"u8, HtmlText.Clean(subject.Store, 200));
        if (scope.Case.Evidence.Count > 1)
            json.WriteString("evidence"u8, HtmlText.Clean(subject.Evidence, 1000));
        WriteNames(json, "images", subject.Images);
        WriteNames(json, "imageIds", subject.ImageIds);
        WriteNames(json, "containers", subject.Containers);
        WriteNames(json, "containerIds", subject.ContainerIds);
        if (subject.Layer is not null)
            json.WriteString("layer"u8, HtmlText.Clean(subject.Layer, 200));
        if (subject.Step is int step)
            json.WriteNumber("step"u8, step);
        if (subject.Command is not null)
            json.WriteString("command"u8, scope.Secrets.Text(HtmlText.Clean(subject.Command, 4000)));
        json.WriteStartArray("owners"u8);
        foreach (string anchor in OwnersOf(subject))
        {
            json.WriteStringValue(anchor);
            owners.TryAdd(anchor, scope.Anchors.Label(anchor));
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IEnumerable<string> OwnersOf(EventSubject subject)
    {
        IEnumerable<string> found = Anchored("image", subject.Store, subject.ImageIds).Concat(Anchored("container", subject.Store, subject.ContainerIds));
        if (subject.Layer is string layer && scope.Anchors.Find("layer", subject.Store, layer) is string anchor)
            found = found.Append(anchor);
        return found.Distinct(StringComparer.Ordinal).Take(MaxOwners);
    }

    // Thousands of subjects may list the same owners: they are looked up once.
    private IEnumerable<string> Anchored(string kind, string store, IReadOnlyList<string> ids)
    {
        if (!LongNames.Are(ids))
            return Find(ids);
        if (!_anchors.TryGetValue((kind, store), out NameLists<string[]>? known))
            _anchors[(kind, store)] = known = new NameLists<string[]>(all => [.. Find(all).Distinct(StringComparer.Ordinal).Take(MaxOwners)], anchors =>
                anchors.Length * 64);
        return known[ids];

        IEnumerable<string> Find(IReadOnlyList<string> names) => names.Select(id => scope.Anchors.Find(kind, store, id)).OfType<string>();
    }

    private static void WriteTexts(Utf8JsonWriter json, string key, IEnumerable<string> texts)
    {
        json.WriteStartArray(key);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return;
        json.WriteStartArray(key);
        foreach (string name in names.Take(MaxNames))
            json.WriteStringValue(HtmlText.Clean(name, 400));
        if (names.Count > MaxNames)
            json.WriteStringValue($"… and {ReportNumber.Count(names.Count - MaxNames)} more");
        json.WriteEndArray();
    }
}
