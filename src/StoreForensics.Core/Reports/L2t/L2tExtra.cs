using System.Buffers;
using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.L2t;

/// <summary>The last column of l2tcsv: <c>key: value; key: value</c>, all that the other columns have no room for, not yet escaped.</summary>
internal sealed class L2tExtra
{
    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private readonly SubjectCache<byte[]> _subjects = new(OfSubject, bytes => bytes.Length + 64);
    private readonly NameLists<byte[]> _names = new(names => Encoding.UTF8.GetBytes(string.Join('|', names)), bytes => bytes.Length);

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Build(TimelineEvent e)
    {
        _text.ResetWrittenCount();
        Add("path: "u8, e.Path.Span);
        if (e.Change is char change)
            Add("change: "u8, [(byte)change]);
        if (e.Kind is EntryKind kind)
            Add("kind: "u8, kind.Name());
        Span<byte> scratch = stackalloc byte[64];
        Add("mode: "u8, scratch[..OctalMode.Write(e.Mode, scratch)]);
        AddNumber("gid: "u8, e.Gid);
        AddNumber("size: "u8, e.Size);
        Add("link_target: "u8, e.LinkTarget.Span);
        Convert.TryToHexStringLower(e.Sha256.Span, scratch, out int digits);
        Add("sha256: "u8, scratch[..digits]);
        if (LongNames.HasAny(e.Subject))
            AddSubject(e.Subject);
        else
            AddPart(_subjects[e.Subject]);
        return _text.WrittenSpan;
    }

    private static byte[] OfSubject(EventSubject subject)
    {
        var extra = new L2tExtra();
        extra.AddSubject(subject);
        return extra._text.WrittenSpan.ToArray();
    }

    private void AddSubject(EventSubject subject)
    {
        Add("evidence: "u8, subject.Evidence);
        Add("store: "u8, subject.Store);
        Add("layer: "u8, subject.Layer);
        Add("image: "u8, subject.Images);
        Add("image_id: "u8, subject.ImageIds);
        Add("step: "u8, subject.Step?.ToString(CultureInfo.InvariantCulture));
        Add("command: "u8, subject.Command);
        Add("container: "u8, subject.Containers);
        Add("container_id: "u8, subject.ContainerIds);
    }

    private void Add(ReadOnlySpan<byte> key, IReadOnlyList<string> names)
    {
        if (LongNames.Are(names))
            Add(key, _names[names]);
        else
            Add(key, string.Join('|', names));
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        AddPart(key);
        _text.Write(value);
    }

    private void Add(ReadOnlySpan<byte> key, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        AddPart(key);
        Encoding.UTF8.GetBytes(value, _text);
    }

    private void AddNumber(ReadOnlySpan<byte> key, long? value)
    {
        if (value is not long number)
            return;
        AddPart(key);
        number.TryFormat(_text.GetSpan(20), out int length, provider: CultureInfo.InvariantCulture);
        _text.Advance(length);
    }

    private void AddPart(ReadOnlySpan<byte> part)
    {
        if (_text.WrittenCount > 0 && !part.IsEmpty)
            _text.Write("; "u8);
        _text.Write(part);
    }
}
