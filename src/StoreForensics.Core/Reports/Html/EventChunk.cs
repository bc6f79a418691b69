using System.Buffers;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Html;

/// <summary>
/// Some thousand events on their way into the page, as two JSON texts: the numbers that filters need at once (time, type, subject), and the texts, which the
/// browser parses only for what it shows or searches. <c>templates/timeline.js</c> reads this; the two change together.
/// <para>
/// Numbers: <c>{"b": first second, "t": [seconds since the event before], "n": [nanoseconds], "y": [type], "s": [subject]}</c>.
/// Texts: <c>{"r": [row], "d": [dictionary]}</c>, a row being
/// [length shared with the path before, rest of the path, change, kind, mode, uid, gid, size, meaning, origin, message, tag, link target, sha256], cut after
/// its last known value. Meaning, kind and tag are places in the dictionary. An origin that is a number is the dictionary's text with the path behind it;
/// a message that is a pair of numbers is two such texts around the path.
/// </para>
/// </summary>
internal sealed class EventChunk
{
    private const int MaxEvents = 4096;
    private const int MaxTextBytes = 1 << 20;
    private const int MaxValueBytes = 4000;

    /// <summary>Longer texts are not worth a place in the dictionary: they hardly repeat.</summary>
    private const int MaxEntryLength = 400;

    private readonly List<(Timestamp Time, byte Type, int Subject)> _events = new(MaxEvents);
    private readonly Dictionary<string, int> _dictionary = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _textBytes = new(MaxTextBytes);
    private readonly ArrayBufferWriter<byte> _numberBytes = new(1 << 16);
    private readonly Utf8JsonWriter _texts;
    private readonly Utf8JsonWriter _numbers;
    private string _path = "";

    public EventChunk()
    {
        _texts = SafeJson.Writer(_textBytes);
        _numbers = SafeJson.Writer(_numberBytes);
    }

    public int Count => _events.Count;

    public bool IsFull => _events.Count >= MaxEvents || _textBytes.WrittenCount + _texts.BytesPending >= MaxTextBytes;

    public void Add(TimelineEvent e, int subject)
    {
        if (_events.Count == 0)
            Begin();
        _events.Add((e.Time, (byte)e.Type, subject));
        WriteRow(e);
    }

    /// <summary>Writes both texts and starts anew.</summary>
    public void WriteTo(HtmlOutput output)
    {
        if (_events.Count == 0)
            return;
        _texts.WriteEndArray();
        WriteDictionary();
        _texts.WriteEndObject();
        _texts.Flush();
        WriteNumbers();
        output.WriteMarkup("<script type=\"application/json\" class=\"events-numbers\">");
        output.WriteSafe(_numberBytes.WrittenSpan);
        output.WriteMarkup("</script>\n<script type=\"application/json\" class=\"events-texts\">");
        output.WriteSafe(_textBytes.WrittenSpan);
        output.WriteMarkup("</script>\n");
        _events.Clear();
    }

    private void Begin()
    {
        _dictionary.Clear();
        _path = "";
        _textBytes.ResetWrittenCount();
        _texts.Reset();
        _texts.WriteStartObject();
        _texts.WriteStartArray("r"u8);
    }

    private void WriteRow(TimelineEvent e)
    {
        _texts.WriteStartArray();
        WritePath(e.Path.Span);
        int last = LastKnown(e);
        if (last >= 2)
            Write(e.Change is char change ? change.ToString() : null);
        if (last >= 3)
            Write(e.Kind is EntryKind kind ? Entry(kind.Name()) : null);
        if (last >= 4)
            Write(e.Mode);
        if (last >= 5)
            Write(e.Uid);
        if (last >= 6)
            Write(e.Gid);
        if (last >= 7)
            Write(e.Size);
        Write(Entry(HtmlText.Clean(e.TimeMeaning, MaxEntryLength)));
        WriteOrigin(e);
        WriteMessage(e);
        if (last >= 11)
            Write(e.Tag.Length > 0 ? Entry(HtmlText.Clean(e.Tag, MaxEntryLength)) : null);
        if (last >= 12)
            Write(e.LinkTarget.IsEmpty ? null : HtmlText.Clean(e.LinkTarget.Span, MaxValueBytes));
        if (last >= 13)
            Write(Convert.ToHexStringLower(e.Sha256.Span));
        _texts.WriteEndArray();
    }

    // Columns 8 to 10 are always there, so those before them are too; what follows is cut where nothing is known.
    private static int LastKnown(TimelineEvent e) => !e.Sha256.IsEmpty ? 13 : !e.LinkTarget.IsEmpty ? 12 : e.Tag.Length > 0 ? 11 : 10;

    // Sorted events tend to lie in one directory: what the path has in common with the one before need not be said again.
    private void WritePath(ReadOnlySpan<byte> bytes)
    {
        string path = HtmlText.Clean(bytes, MaxValueBytes);
        int shared = path.AsSpan().CommonPrefixLength(_path);
        if (shared > 0 && char.IsHighSurrogate(path[shared - 1]))
            shared--;
        _texts.WriteNumberValue(shared);
        _texts.WriteStringValue(path.AsSpan(shared));
        _path = path;
    }

    private void WriteOrigin(TimelineEvent e)
    {
        ReadOnlySpan<byte> origin = e.Origin.Span, path = e.Path.Span;
        if (path.Length is > 1 and <= MaxValueBytes && origin.EndsWith(path))
            Write(Entry(HtmlText.Clean(origin[..^path.Length], MaxEntryLength)));
        else
            Write(HtmlText.Clean(origin, MaxValueBytes));
    }

    private void WriteMessage(TimelineEvent e)
    {
        ReadOnlySpan<byte> message = e.Message.Span, path = e.Path.Span;
        int at = path.Length is > 1 and <= MaxValueBytes ? message.IndexOf(path) : -1;
        if (at < 0 || message.Length - path.Length > MaxEntryLength)
        {
            Write(HtmlText.Clean(message, MaxValueBytes));
            return;
        }
        _texts.WriteStartArray();
        Write(Entry(HtmlText.Clean(message[..at])));
        Write(Entry(HtmlText.Clean(message[(at + path.Length)..])));
        _texts.WriteEndArray();
    }

    private long? Entry(string text)
    {
        if (!_dictionary.TryGetValue(text, out int place))
            _dictionary.Add(text, place = _dictionary.Count);
        return place;
    }

    private void Write(long? value)
    {
        if (value is long known)
            _texts.WriteNumberValue(known);
        else
            _texts.WriteNullValue();
    }

    private void Write(string? value) => _texts.WriteStringValue(value);

    private void WriteDictionary()
    {
        _texts.WriteStartArray("d"u8);
        foreach (string entry in _dictionary.OrderBy(pair => pair.Value).Select(pair => pair.Key))
            _texts.WriteStringValue(entry);
        _texts.WriteEndArray();
    }

    private void WriteNumbers()
    {
        _numberBytes.ResetWrittenCount();
        _numbers.Reset();
        _numbers.WriteStartObject();
        long before = _events[0].Time.Seconds;
        _numbers.WriteNumber("b"u8, before);
        _numbers.WriteStartArray("t"u8);
        foreach ((Timestamp time, _, _) in _events)
        {
            _numbers.WriteNumberValue(time.Seconds - before);
            before = time.Seconds;
        }
        _numbers.WriteEndArray();
        WriteNumbers("n"u8, e => e.Time.Nanoseconds);
        WriteNumbers("y"u8, e => e.Type);
        WriteNumbers("s"u8, e => e.Subject);
        _numbers.WriteEndObject();
        _numbers.Flush();
    }

    private void WriteNumbers(ReadOnlySpan<byte> name, Func<(Timestamp Time, byte Type, int Subject), int> column)
    {
        _numbers.WriteStartArray(name);
        foreach ((Timestamp Time, byte Type, int Subject) e in _events)
            _numbers.WriteNumberValue(column(e));
        _numbers.WriteEndArray();
    }
}
