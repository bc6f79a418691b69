using System.Buffers.Text;
using System.Text;
using CsvHelper;
using StoreForensics.Evidence;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Csv;

/// <summary>Writes events as rows of the timeline's CSV. Allocates nothing per row.</summary>
internal sealed class TimelineRow
{
    private static readonly byte[][] s_types = [.. EventTypes.Names.Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] s_kinds = [.. Enum.GetValues<EntryKind>().Select(k => Encoding.ASCII.GetBytes(k.Name()))];

    private readonly CsvWriter _csv;
    private readonly TextEscaper _escaper;
    private readonly SubjectCache<SubjectCells> _subjects;
    private readonly NameLists<byte[]> _names;
    private readonly TextCache<byte[]> _texts;
    private readonly byte[] _scratch = new byte[64];

    public TimelineRow(CsvWriter csv, bool guardsFormulas)
    {
        _csv = csv;
        _escaper = TextEscaper.ForCsv(guardsFormulas);
        _subjects = SubjectCells.Cache(_escaper);
        _names = SubjectCells.LongLists(_escaper);
        _texts = new TextCache<byte[]>(_escaper.Escape);
    }

    public void WriteHeader()
    {
        foreach (string name in TimelineColumns.Names)
            _csv.WriteField(name);
        _csv.EndRecord();
    }

    /// <summary>In the order of <see cref="TimelineColumns.Names"/>.</summary>
    public void Write(TimelineEvent e)
    {
        _csv.WriteField(_scratch.AsSpan(0, e.Time.Write(_scratch, "+00:00"u8)));
        _csv.WriteField(_texts[e.TimeMeaning]);
        _csv.WriteField(_escaper.Escape(e.Message.Span));
        _csv.WriteField(s_types[(int)e.Type]);
        WriteSubject(_subjects[e.Subject], e.Subject);
        _csv.WriteField(_escaper.Escape(e.Path.Span));
        WriteFile(e);
        _csv.WriteField(_texts[e.Tag]);
        _csv.WriteField(_escaper.Escape(e.Origin.Span));
        _csv.EndRecord();
    }

    private void WriteSubject(SubjectCells cells, EventSubject subject)
    {
        _csv.WriteField(cells.Evidence);
        _csv.WriteField(cells.Store);
        _csv.WriteField(cells.Image ?? _names[subject.Images]);
        _csv.WriteField(cells.ImageId ?? _names[subject.ImageIds]);
        _csv.WriteField(cells.Step);
        _csv.WriteField(cells.Command);
        _csv.WriteField(cells.Container ?? _names[subject.Containers]);
        _csv.WriteField(cells.ContainerId ?? _names[subject.ContainerIds]);
        _csv.WriteField(cells.Layer);
    }

    private void WriteFile(TimelineEvent e)
    {
        _scratch[0] = (byte)(e.Change ?? ' ');
        _csv.WriteField(_scratch.AsSpan(0, e.Change is null ? 0 : 1));
        _csv.WriteField(e.Kind is EntryKind kind ? s_kinds[(int)kind] : []);
        _csv.WriteField(_scratch.AsSpan(0, OctalMode.Write(e.Mode, _scratch)));
        WriteNumber(e.Uid);
        WriteNumber(e.Gid);
        WriteNumber(e.Size);
        _csv.WriteField(_escaper.Escape(e.LinkTarget.Span));
        Convert.TryToHexStringLower(e.Sha256.Span, _scratch, out int digits);
        _csv.WriteField(_scratch.AsSpan(0, digits));
    }

    private void WriteNumber(long? value)
    {
        int length = 0;
        if (value is long number)
            Utf8Formatter.TryFormat(number, _scratch, out length);
        _csv.WriteField(_scratch.AsSpan(0, length));
    }
}
