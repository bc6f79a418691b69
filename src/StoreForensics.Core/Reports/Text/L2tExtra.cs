using System.Buffers;
using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Text;

/// <summary>The last column of l2tcsv: <c>key: value; key: value</c>, all that the other columns have no room for, not yet escaped.</summary>
internal sealed class L2tExtra
{
    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private readonly SubjectCache<byte[]> _subjects = new(OfSubject, bytes => bytes.Length + 64);

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
        AddPart(_subjects[e.Subject]);
        return _text.WrittenSpan;
    }

    private static byte[] OfSubject(EventSubject subject)
    {
        (string Key, string? Value)[] parts =
        [
            ("evidence", subject.Evidence),
            ("store", subject.Store),
            ("layer", subject.Layer),
            ("image", string.Join('|', subject.Images)),
            ("image_id", string.Join('|', subject.ImageIds)),
            ("step", subject.Step?.ToString(CultureInfo.InvariantCulture)),
            ("command", subject.Command),
            ("container", string.Join('|', subject.Containers)),
            ("container_id", string.Join('|', subject.ContainerIds)),
        ];
        return Encoding.UTF8.GetBytes(string.Join("; ", parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Key}: {p.Value}")));
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        AddPart(key);
        _text.Write(value);
    }

    private void Add(ReadOnlySpan<byte> key, string value)
    {
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
