using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Html.Data;

/// <summary>
/// Some thousand events on their way into the page, column by column, deflated and in Base64: a million events are read by a browser in about a second, and
/// texts that nobody looks at never become objects. <c>templates/js/data.js</c> reads this; the two change together. The layout, little-endian:
/// <para>
/// eight 32-bit words (version, events, bytes of the shared texts, bytes of paths, messages, origins, link targets, SHA-256 digests); then for every event
/// 64-bit floats: seconds since the event before (of the first: since 1970), size, uid, gid (NaN: unknown); 32-bit: nanoseconds, subject; 16-bit: mode
/// (0xFFFF: unknown), meaning, message's frame, origin's beginning, tag (places in the shared texts, 0xFFFF: none), lengths of path, message, origin, link
/// target, digest; 8-bit: type, change (ASCII, 0: unknown), kind (0xFF: unknown). Then the shared texts as JSON, <c>{"meanings": [], "frames": [[before,
/// after]], "origins": [], "tags": []}</c>, and the five columns of texts, a line feed behind each.
/// </para>
/// A message with a frame is the path between the two texts; an origin with a beginning is that and the path.
/// </summary>
internal sealed class EventBlock(SecretMask secrets)
{
    /// <summary>Of the layout.</summary>
    public const uint Version = 1;

    private const int MaxEvents = 16_384;
    private const int MaxTextBytes = 4 << 20;
    private const int MaxValueBytes = 4000;

    /// <summary>Longer texts are not worth a place among the shared ones: they hardly repeat.</summary>
    public const int MaxSharedLength = 400;

    private const char FrameGap = '\0'; // never in cleaned text

    private readonly BlockColumn<double> _elapsed = new(MaxEvents);
    private readonly BlockColumn<double> _sizes = new(MaxEvents);
    private readonly BlockColumn<double> _uids = new(MaxEvents);
    private readonly BlockColumn<double> _gids = new(MaxEvents);
    private readonly BlockColumn<int> _nanoseconds = new(MaxEvents);
    private readonly BlockColumn<int> _subjects = new(MaxEvents);
    private readonly BlockColumn<ushort> _modes = new(MaxEvents);
    private readonly BlockColumn<byte> _types = new(MaxEvents);
    private readonly BlockColumn<byte> _changes = new(MaxEvents);
    private readonly BlockColumn<byte> _kinds = new(MaxEvents);
    private readonly SharedTexts _meanings = new(MaxEvents);
    private readonly SharedTexts _frames = new(MaxEvents);
    private readonly SharedTexts _beginnings = new(MaxEvents);
    private readonly SharedTexts _tags = new(MaxEvents);
    private readonly TextColumn _paths = new(MaxEvents);
    private readonly TextColumn _messages = new(MaxEvents);
    private readonly TextColumn _origins = new(MaxEvents);
    private readonly TextColumn _links = new(MaxEvents);
    private readonly TextColumn _digests = new(MaxEvents);
    private readonly ArrayBufferWriter<byte> _whole = new(1 << 20);

    private long _before;

    public int Count { get; private set; }

    public bool IsFull => Count >= MaxEvents || _paths.Bytes.Length + _messages.Bytes.Length + _origins.Bytes.Length + _links.Bytes.Length >= MaxTextBytes;

    public void Add(TimelineEvent e, int subject)
    {
        _elapsed.Add(e.Time.Seconds - _before);
        _before = e.Time.Seconds;
        _nanoseconds.Add(e.Time.Nanoseconds);
        _types.Add((byte)e.Type);
        _subjects.Add(subject);
        _sizes.Add(e.Size ?? double.NaN);
        _uids.Add(e.Uid ?? double.NaN);
        _gids.Add(e.Gid ?? double.NaN);
        _modes.Add(e.Mode is int mode ? (ushort)(mode & 0xFFF) : ushort.MaxValue);
        _changes.Add((byte)(e.Change ?? '\0'));
        _kinds.Add(e.Kind is EntryKind kind ? (byte)kind : byte.MaxValue);
        _meanings.Add(HtmlText.Clean(e.TimeMeaning, MaxSharedLength));
        _paths.Add(HtmlText.Clean(e.Path.Span, MaxValueBytes));
        AddOrigin(e);
        AddMessage(e);
        if (e.Tag.Length > 0)
            _tags.Add(HtmlText.Clean(e.Tag, MaxSharedLength));
        else
            _tags.AddNone();
        _links.Add(HtmlText.Clean(e.LinkTarget.Span, MaxValueBytes));
        _digests.Add(Convert.ToHexStringLower(e.Sha256.Span));
        Count++;
    }

    /// <summary>Writes the block, if there is anything in it, and starts anew.</summary>
    public void WriteTo(HtmlOutput output)
    {
        if (Count == 0)
            return;
        Assemble();
        output.WriteMarkup("<script type=\"application/octet-stream\" class=\"events\">");
        output.WriteBase64(Deflate(_whole.WrittenSpan));
        output.WriteMarkup("</script>\n");
        Clear();
    }

    private void AddOrigin(TimelineEvent e)
    {
        ReadOnlySpan<byte> origin = e.Origin.Span, path = e.Path.Span;
        if (path.Length is > 1 and <= MaxValueBytes && origin.EndsWith(path))
        {
            _beginnings.Add(HtmlText.Clean(origin[..^path.Length], MaxSharedLength));
            _origins.Add("");
        }
        else
        {
            _beginnings.AddNone();
            _origins.Add(HtmlText.Clean(origin, MaxValueBytes));
        }
    }

    private void AddMessage(TimelineEvent e)
    {
        ReadOnlySpan<byte> message = e.Message.Span, path = e.Path.Span;
        int at = path.Length is > 1 and <= MaxValueBytes ? message.IndexOf(path) : -1;
        if (at < 0 || message.Length - path.Length > MaxSharedLength)
        {
            _frames.AddNone();
            _messages.Add(secrets.Text(HtmlText.Clean(message, MaxValueBytes)));
            return;
        }
        _frames.Add(string.Concat(HtmlText.Clean(message[..at]), [FrameGap], HtmlText.Clean(message[(at + path.Length)..])));
        _messages.Add("");
    }

    private void Assemble()
    {
        byte[] shared = Shared();
        _whole.ResetWrittenCount();
        foreach (uint word in (uint[])[Version, (uint)Count, (uint)shared.Length])
            WriteWord(word);
        TextColumn[] texts = [_paths, _messages, _origins, _links, _digests];
        foreach (TextColumn column in texts)
            WriteWord((uint)column.Bytes.Length);
        foreach (BlockColumn<double> column in (BlockColumn<double>[])[_elapsed, _sizes, _uids, _gids])
            column.WriteTo(_whole);
        _nanoseconds.WriteTo(_whole);
        _subjects.WriteTo(_whole);
        foreach (BlockColumn<ushort> column in (BlockColumn<ushort>[])[_modes, _meanings.Places, _frames.Places, _beginnings.Places, _tags.Places])
            column.WriteTo(_whole);
        foreach (TextColumn column in texts)
            column.Lengths.WriteTo(_whole);
        foreach (BlockColumn<byte> column in (BlockColumn<byte>[])[_types, _changes, _kinds])
            column.WriteTo(_whole);
        _whole.Write(shared);
        foreach (TextColumn column in texts)
            _whole.Write(column.Bytes);
    }

    private void WriteWord(uint word)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_whole.GetSpan(4), word);
        _whole.Advance(4);
    }

    private byte[] Shared()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using Utf8JsonWriter json = SafeJson.Writer(bytes);
        json.WriteStartObject();
        Write(json, "meanings", _meanings.Texts);
        json.WriteStartArray("frames"u8);
        foreach (string frame in _frames.Texts)
        {
            int gap = frame.IndexOf(FrameGap, StringComparison.Ordinal);
            json.WriteStartArray();
            json.WriteStringValue(frame.AsSpan(0, gap));
            json.WriteStringValue(frame.AsSpan(gap + 1));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        Write(json, "origins", _beginnings.Texts);
        Write(json, "tags", _tags.Texts);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> Deflate(ReadOnlySpan<byte> bytes)
    {
        var packed = new MemoryStream(bytes.Length / 4);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(bytes);
        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private void Clear()
    {
        Count = 0;
        _before = 0;
        foreach (BlockColumn<double> column in (BlockColumn<double>[])[_elapsed, _sizes, _uids, _gids])
            column.Clear();
        _nanoseconds.Clear();
        _subjects.Clear();
        _modes.Clear();
        foreach (BlockColumn<byte> column in (BlockColumn<byte>[])[_types, _changes, _kinds])
            column.Clear();
        foreach (SharedTexts column in (SharedTexts[])[_meanings, _frames, _beginnings, _tags])
            column.Clear();
        foreach (TextColumn column in (TextColumn[])[_paths, _messages, _origins, _links, _digests])
            column.Clear();
    }
}
