using System.Globalization;
using System.Text;

namespace StoreForensics.EndToEnd.Support;

/// <summary>
/// Writes small ustar archives byte by byte, hostile ones too: names are not checked in any way. PAX records carry fractions of times.
/// </summary>
internal sealed class TinyTar
{
    private const int Block = 512;
    private readonly List<byte> _bytes = [];

    public TinyTar Directory(string name, long mtime = 0, int mode = 0x1ed) => Member(name + "/", '5', [], "", mtime, mode);

    public TinyTar File(string name, string content, long mtime = 0, int mode = 0x1a4) =>
        File(name, Encoding.UTF8.GetBytes(content), mtime, mode);

    public TinyTar File(string name, byte[] content, long mtime = 0, int mode = 0x1a4) => Member(name, '0', content, "", mtime, mode);

    public TinyTar Symlink(string name, string target, long mtime = 0) => Member(name, '2', [], target, mtime, 0x1ff);

    public TinyTar HardLink(string name, string target, long mtime = 0) => Member(name, '1', [], target, mtime, 0x1a4);

    /// <summary>The archive with its two closing blocks.</summary>
    public byte[] ToArray() => [.. _bytes, .. new byte[2 * Block]];

    public string WriteTo(string path)
    {
        System.IO.File.WriteAllBytes(path, ToArray());
        return path;
    }

    private TinyTar Member(string name, char type, byte[] content, string target, long mtime, int mode)
    {
        WriteLongName(name);
        var header = new byte[Block];
        Put(header, 0, 100, name);
        PutOctal(header, 100, 8, mode);
        PutOctal(header, 108, 8, 0);
        PutOctal(header, 116, 8, 0);
        PutOctal(header, 124, 12, content.Length);
        PutOctal(header, 136, 12, mtime);
        header[156] = (byte)type;
        Put(header, 157, 100, target);
        Put(header, 257, 8, "ustar\0" + "00");
        Seal(header);
        _bytes.AddRange(header);
        WritePadded(content);
        return this;
    }

    // Names beyond the 100 bytes of the old field go into a PAX record of their own.
    private void WriteLongName(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= 100)
            return;
        byte[] record = PaxRecord("path", name);
        var header = new byte[Block];
        Put(header, 0, 100, "PaxHeaders/name");
        PutOctal(header, 100, 8, 0x1a4);
        PutOctal(header, 124, 12, record.Length);
        PutOctal(header, 136, 12, 0);
        header[156] = (byte)'x';
        Put(header, 257, 8, "ustar\0" + "00");
        Seal(header);
        _bytes.AddRange(header);
        WritePadded(record);
    }

    // "%d key=value\n", the number counting its own digits.
    private static byte[] PaxRecord(string key, string value)
    {
        byte[] body = Encoding.UTF8.GetBytes($" {key}={value}\n");
        int length = body.Length + 1;
        while (length != body.Length + length.ToString(CultureInfo.InvariantCulture).Length)
            length = body.Length + length.ToString(CultureInfo.InvariantCulture).Length;
        return [.. Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)), .. body];
    }

    private void WritePadded(byte[] content)
    {
        _bytes.AddRange(content);
        _bytes.AddRange(new byte[(Block - content.Length % Block) % Block]);
    }

    private static void Seal(byte[] header)
    {
        header.AsSpan(148, 8).Fill((byte)' ');
        int sum = header.Sum(b => b);
        Put(header, 148, 8, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
    }

    private static void PutOctal(byte[] header, int at, int width, long value) =>
        Put(header, at, width, Convert.ToString(value, 8).PadLeft(width - 1, '0') + "\0");

    private static void Put(byte[] header, int at, int width, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(width, bytes.Length)).CopyTo(header.AsSpan(at));
    }
}
