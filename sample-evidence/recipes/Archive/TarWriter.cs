using System.Globalization;
using System.Text;

namespace SampleRecipes.Archive;

/// <summary>
/// A PAX tar (POSIX.1-2001) of a data root, the same bytes every time. Written by hand because System.Formats.Tar takes
/// names as text, which loses names that are not UTF-8, and cuts times to 100 ns.
/// </summary>
internal sealed class TarWriter
{
    /// <summary>Where the data root lies in the archive: where the engine had it on the host.</summary>
    public const string Prefix = "var/lib/docker/";

    private const int BlockSize = 512;
    private const int NameWidth = 100;
    private readonly Stream _output;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    private TarWriter(Stream output) => _output = output;

    public static byte[] Write(DataRoot root)
    {
        var output = new MemoryStream();
        var writer = new TarWriter(output);
        foreach (Node node in root.Nodes.Order(NodeOrder.Instance))
            writer.WriteNode(node);
        output.Write(new byte[2 * BlockSize]);
        return output.ToArray();
    }

    private void WriteNode(Node node)
    {
        bool isLink = node.Kind == NodeKind.HardLink;
        if (isLink && !_written.Contains(node.LinkTarget))
            throw new InvalidOperationException($"{node.Path} comes before {node.LinkTarget}, which it links to");
        _written.Add(node.Path);

        byte[] name = RawText.ToBytes(Prefix + node.Path + (node.Kind == NodeKind.Directory && node.Path.Length > 0 ? "/" : ""));
        byte[] link = RawText.ToBytes(isLink ? Prefix + node.LinkTarget : node.LinkTarget);
        WritePaxRecords(node, name, link);
        WriteHeader(node, name, link);
        WritePadded(node.Content);
    }

    // Raw bytes go into the record as they are, like GNU tar's: the standard wants UTF-8 there, file names do not care.
    private void WritePaxRecords(Node node, byte[] name, byte[] link)
    {
        var records = new MemoryStream();
        if (node.Modified.Nanoseconds != 0)
            AppendRecord(records, "mtime", Encoding.ASCII.GetBytes(node.Modified.ToPaxTime()));
        if (NeedsRecord(name))
            AppendRecord(records, "path", name);
        if (NeedsRecord(link))
            AppendRecord(records, "linkpath", link);
        if (records.Length == 0)
            return;

        var header = new byte[BlockSize];
        FillHeader(header, "././@PaxHeader"u8, 'x', 0b110_100_100, 0, 0, records.Length, 0);
        FinishHeader(header);
        WritePadded(records.ToArray());
    }

    private static bool NeedsRecord(byte[] text) => text.Length > NameWidth || text.Any(value => value is < 0x20 or > 0x7e);

    // "LENGTH key=value\n", where LENGTH counts itself.
    private static void AppendRecord(MemoryStream records, string key, byte[] value)
    {
        int body = key.Length + value.Length + 3;
        int length = body + 1;
        while (length != body + length.ToString(CultureInfo.InvariantCulture).Length)
            length = body + length.ToString(CultureInfo.InvariantCulture).Length;
        records.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {key}=")));
        records.Write(value);
        records.WriteByte((byte)'\n');
    }

    private void WriteHeader(Node node, byte[] name, byte[] link)
    {
        var header = new byte[BlockSize];
        FillHeader(header, name, (char)node.Kind, node.Mode, node.Uid, node.Gid, node.Content.Length, node.Modified.Seconds);
        CopyCut(link, header.AsSpan(157, NameWidth));
        PutOctal(header.AsSpan(329, 8), node.DeviceMajor);
        PutOctal(header.AsSpan(337, 8), node.DeviceMinor);
        FinishHeader(header);
    }

    private static void FillHeader(
        Span<byte> header, ReadOnlySpan<byte> name, char type, int mode, int uid, int gid, long size, long seconds)
    {
        CopyCut(name, header[..NameWidth]);
        PutOctal(header.Slice(100, 8), mode);
        PutOctal(header.Slice(108, 8), uid);
        PutOctal(header.Slice(116, 8), gid);
        PutOctal(header.Slice(124, 12), size);
        PutOctal(header.Slice(136, 12), seconds);
        header.Slice(148, 8).Fill((byte)' ');
        header[156] = (byte)type;
        "ustar\0"u8.CopyTo(header[257..]);
        "00"u8.CopyTo(header[263..]);
    }

    private void FinishHeader(byte[] header)
    {
        int sum = 0;
        foreach (byte value in header)
            sum += value;
        PutOctal(header.AsSpan(148, 7), sum);
        _output.Write(header);
    }

    private static void CopyCut(ReadOnlySpan<byte> source, Span<byte> target) =>
        source[..Math.Min(source.Length, target.Length)].CopyTo(target);

    private static void PutOctal(Span<byte> field, long value)
    {
        string digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        Encoding.ASCII.GetBytes(digits, field);
        field[^1] = 0;
    }

    private void WritePadded(byte[] content)
    {
        _output.Write(content);
        _output.Write(new byte[(BlockSize - (content.Length % BlockSize)) % BlockSize]);
    }
}
