using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StoreForensics.Formats.TarSplit;

namespace StoreForensics.Tests.Formats.TarSplit;

/// <summary>Makes tars and their tar-splits by hand.</summary>
internal static class TarSplitSample
{
    /// <summary>A header block with a right checksum.</summary>
    public static byte[] Header(string name, long size, char type = '0', string link = "", int mode = 0x1A4, long mtime = 1_400_000_000,
        byte[]? rawName = null, uint uid = 1000, uint gid = 100)
    {
        byte[] block = new byte[512];
        (rawName ?? Encoding.UTF8.GetBytes(name)).CopyTo(block, 0);
        Octal(block, 100, 7, mode);
        Octal(block, 108, 7, uid);
        Octal(block, 116, 7, gid);
        Octal(block, 124, 11, size);
        Octal(block, 136, 11, mtime);
        block.AsSpan(148, 8).Fill((byte)' ');
        block[156] = (byte)type;
        Encoding.UTF8.GetBytes(link).CopyTo(block, 157);
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        "00"u8.CopyTo(block.AsSpan(263));
        Octal(block, 148, 6, block.Sum(b => b));
        return block;
    }

    /// <summary>A PAX header with its data, padded.</summary>
    public static byte[] Pax(char type, params (string Key, string Value)[] records)
    {
        byte[] data = [.. records.SelectMany(r => Record(r.Key, r.Value))];
        return [.. Header("PaxHeaders", data.Length, type), .. Padded(data)];
    }

    public static byte[] Padded(byte[] data) => [.. data, .. new byte[-data.Length & 511]];

    public static string Segment(int position, params byte[][] parts) =>
        $$"""{"type":2,"payload":"{{Convert.ToBase64String([.. parts.SelectMany(p => p)])}}","position":{{position}}}""";

    public static string File(int position, string name, string content) => content.Length == 0
        ? $$"""{"type":1,"name":"{{name}}","payload":null,"position":{{position}}}"""
        : $$"""{"type":1,"name":"{{name}}","size":{{content.Length}},"payload":"{{Checksum(content)}}","position":{{position}}}""";

    public static string Checksum(string content)
    {
        byte[] crc = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(crc, Crc64.Of(Encoding.ASCII.GetBytes(content)));
        return Convert.ToBase64String(crc);
    }

    public static byte[] Lines(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static void Octal(byte[] block, int at, int digits, long value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0') + "\0").CopyTo(block, at);

    private static byte[] Record(string key, string value)
    {
        string rest = $" {key}={value}\n";
        int length = Encoding.UTF8.GetByteCount(rest) + 1;
        while (Encoding.UTF8.GetByteCount(rest) + length.ToString().Length != length)
            length++;
        return Encoding.UTF8.GetBytes(length + rest);
    }
}
