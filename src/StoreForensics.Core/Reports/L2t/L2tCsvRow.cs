using System.Globalization;
using System.Text;
using CsvHelper;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.L2t;

/// <summary>
/// Writes an event as a row of log2timeline's CSV, version 2, as plaso's <c>l2tcsv</c> spells it: US dates, whole seconds, <c>-</c> for what is not known,
/// no comma inside a cell.
/// </summary>
internal sealed class L2tCsvRow
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "date", "time", "timezone", "MACB", "source", "sourcetype", "type", "user", "host", "short", "desc", "version", "filename", "inode", "notes",
        "format", "extra",
    ];

    private const int ShortMessageCharacters = 80;

    private static readonly byte[][] s_types = [.. EventTypes.Names.Select(Encoding.ASCII.GetBytes)];

    private readonly CsvWriter _csv;
    private readonly TextEscaper _escaper;
    private readonly TextCache<byte[]> _texts;
    private readonly HostNames _hosts;
    private readonly L2tExtra _extra = new();
    private readonly byte[] _scratch = new byte[64];

    public L2tCsvRow(CsvWriter csv, HostNames hosts, bool guardsFormulas)
    {
        _hosts = hosts;
        _csv = csv;
        _escaper = TextEscaper.ForL2tCsv(guardsFormulas);
        _texts = new TextCache<byte[]>(_escaper.Escape);
    }

    public void Write(TimelineEvent e)
    {
        WriteTime(e.Time);
        _csv.WriteField(e.Type.Macb());
        _csv.WriteField(Source(e.Type));
        _csv.WriteField(SourceType(e));
        WriteOrDash(_texts[e.TimeMeaning]);
        WriteNumber(e.Uid);
        WriteOrDash(_hosts.IfKnown(e.Subject.Evidence) is { } host ? _texts[host] : default);
        ReadOnlySpan<byte> message = e.Message.Span;
        WriteShort(message);
        WriteOrDash(_escaper.Escape(message));
        _csv.WriteField("2"u8);
        WriteOrDash(_escaper.Escape(e.Origin.Span));
        WriteNumber(e.Inode == 0 ? default(ulong?) : e.Inode);
        WriteOrDash(_texts[e.Tag]);
        _csv.WriteField(s_types[(int)e.Type]);
        WriteOrDash(_escaper.Escape(_extra.Build(e)));
        _csv.EndRecord();
    }

    // From yyyy-MM-ddTHH:mm:ss to MM/dd/yyyy and HH:mm:ss.
    private void WriteTime(Timestamp time)
    {
        Span<byte> text = _scratch;
        time.Write(text, default);
        Span<byte> date = text.Slice(32, 10);
        text.Slice(5, 2).CopyTo(date);
        text.Slice(8, 2).CopyTo(date[3..]);
        text[..4].CopyTo(date[6..]);
        date[2] = date[5] = (byte)'/';
        _csv.WriteField(date);
        _csv.WriteField(text.Slice(11, 8));
        _csv.WriteField("UTC"u8);
    }

    private void WriteShort(ReadOnlySpan<byte> message)
    {
        if (message.Length > ShortMessageCharacters)
        {
            Span<byte> cut = stackalloc byte[ShortMessageCharacters];
            int length = ShortMessageCharacters - 3;
            while (length > 0 && (message[length] & 0xc0) == 0x80)
                length--; // not inside a character
            message[..length].CopyTo(cut);
            "..."u8.CopyTo(cut[length..]);
            _csv.WriteField(_escaper.Escape(cut[..(length + 3)]));
            return;
        }
        WriteOrDash(_escaper.Escape(message));
    }

    private void WriteOrDash(ReadOnlySpan<byte> cell) => _csv.WriteField(cell.IsEmpty ? "-"u8 : cell);

    private void WriteNumber<T>(T? value)
        where T : struct, IUtf8SpanFormattable
    {
        _scratch[0] = (byte)'-';
        int length = 1;
        if (value is T number)
            number.TryFormat(_scratch, out length, default, CultureInfo.InvariantCulture);
        _csv.WriteField(_scratch.AsSpan(0, length));
    }

    private static ReadOnlySpan<byte> Source(EventType type) => type switch
    {
        EventType.ContainerLog or EventType.ContainerLogRotated => "LOG"u8,
        _ when type.IsFile() || type is EventType.RecoveredFile or EventType.RecoveredFileDeleted => "FILE"u8,
        _ => "DOCKER"u8,
    };

    private static ReadOnlySpan<byte> SourceType(TimelineEvent e) => e.Type switch
    {
        (>= EventType.VolumeFileModified and <= EventType.VolumeFileAccessed) or EventType.VolumeCreated => "Docker volume"u8,
        EventType.ContainerLog or EventType.ContainerLogRotated => "Docker container log"u8,
        >= EventType.ContainerCreated and <= EventType.ContainerConfigSaved or EventType.LinkCreated
            or (>= EventType.RecoveredContainer and <= EventType.RecoveredContainerRemoved) => "Docker container"u8,
        EventType.LayerRegistered or EventType.LayerChildCreated => "Docker layer"u8,
        >= EventType.ImageCreated and <= EventType.ImageTagRemoved => "Docker image"u8,
        _ when e.IsInLayer() => "Docker layer"u8,
        _ => "Docker engine"u8,
    };
}
