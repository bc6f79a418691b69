// dotnet run bench/make-verifiable.cs -- DIRECTORY [MEBIBYTES]
// An overlay2 store of four layers, each with its tar-split, for measuring `verify`
// beside sha256sum: large, middling and small files. The same bytes every time.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

string root = Path.Combine(args[0], "var/lib/docker");
long wanted = (args.Length > 1 ? long.Parse(args[1]) : 1024) << 20;
const int Layers = 4;
string chain = "";
var diffs = new List<string>();
for (int layer = 0; layer < Layers; layer++)
{
    string cacheId = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(layer)));
    string diff = WriteLayer(cacheId, layer, wanted / Layers, out byte[] split, out long size);
    diffs.Add("sha256:" + diff);
    string parent = chain;
    chain = chain.Length == 0 ? diff : Hash(Encoding.ASCII.GetBytes($"sha256:{chain} sha256:{diff}"));
    string record = Path.Combine(root, "image/overlay2/layerdb/sha256", chain);
    Text(Path.Combine(record, "diff"), "sha256:" + diff);
    Text(Path.Combine(record, "size"), size.ToString());
    Text(Path.Combine(record, "cache-id"), cacheId);
    if (parent.Length > 0)
        Text(Path.Combine(record, "parent"), "sha256:" + parent);
    File.WriteAllBytes(Path.Combine(record, "tar-split.json.gz"), split);
    Text(Path.Combine(root, "overlay2", cacheId, "link"), $"LINK{layer:d22}");
    if (layer > 0)
        Text(Path.Combine(root, "overlay2", cacheId, "lower"), string.Join(':', Enumerable.Range(0, layer).Reverse().Select(l => $"l/LINK{l:d22}")));
}
string steps = string.Join(',', diffs.Select(_ => "{\"created\":\"2026-01-01T00:00:00Z\",\"created_by\":\"COPY . /\"}"));
string ids = string.Join(',', diffs.Select(d => $"\"{d}\""));
string config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2026-01-01T00:00:00Z\",\"config\":{},\"history\":[" + steps
    + "],\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + ids + "]}}";
string image = Hash(Encoding.UTF8.GetBytes(config));
Text(Path.Combine(root, "image/overlay2/imagedb/content/sha256", image), config);
Text(Path.Combine(root, "image/overlay2/repositories.json"), "{\"Repositories\":{\"bench\":{\"bench:latest\":\"sha256:" + image + "\"}}}");

string WriteLayer(string cacheId, int layer, long bytes, out byte[] split, out long size)
{
    string directory = Path.Combine(root, "overlay2", cacheId, "diff");
    Directory.CreateDirectory(directory);
    using var tar = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    var lines = new StringBuilder();
    int position = 0;
    byte[] padding = [];
    size = 0;
    var random = new Random(layer);
    for (int i = 0; size < bytes; i++)
    {
        byte[] content = new byte[(i % 10) switch { 0 => 8 << 20, < 4 => 256 << 10, _ => 6000 }];
        random.NextBytes(content);
        string name = $"f{i:d6}";
        byte[] header = [.. padding, .. Header(name, content.Length)];
        Segment(header);
        lines.Append($$"""{"type":1,"name":"{{name}}","size":{{content.Length}},"payload":"{{Convert.ToBase64String(Checksum(content))}}","position":{{position++}}}""").Append('\n');
        tar.AppendData(content);
        padding = new byte[(512 - (content.Length % 512)) % 512];
        string path = Path.Combine(directory, name);
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0x1A4);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(1767225600));
        size += content.Length;
    }
    Segment([.. padding, .. new byte[1024]]);
    var packed = new MemoryStream();
    using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        gzip.Write(Encoding.UTF8.GetBytes(lines.ToString()));
    split = packed.ToArray();
    return Convert.ToHexStringLower(tar.GetHashAndReset());

    void Segment(byte[] bytes)
    {
        tar.AppendData(bytes);
        lines.Append($$"""{"type":2,"payload":"{{Convert.ToBase64String(bytes)}}","position":{{position++}}}""").Append('\n');
    }
}

static byte[] Header(string name, long size)
{
    byte[] h = new byte[512];
    Put(0, name);
    Put(100, "0000644\0");
    Put(108, "0000000\0");
    Put(116, "0000000\0");
    Put(124, Convert.ToString(size, 8).PadLeft(11, '0') + "\0");
    Put(136, Convert.ToString(1767225600L, 8).PadLeft(11, '0') + "\0");
    Put(148, "        ");
    h[156] = (byte)'0';
    Put(257, "ustar\000");
    Put(148, Convert.ToString(h.Sum(b => b), 8).PadLeft(6, '0') + "\0 ");
    return h;

    void Put(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(h, at);
}

// CRC-64 with the polynomial of ISO 3309, a byte at a time.
static byte[] Checksum(byte[] bytes)
{
    ulong[] table = Table.Values;
    ulong crc = ulong.MaxValue;
    foreach (byte b in bytes)
        crc = table[(byte)crc ^ b] ^ (crc >> 8);
    byte[] sum = new byte[8];
    BinaryPrimitives.WriteUInt64BigEndian(sum, ~crc);
    return sum;
}

static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

static void Text(string path, string text)
{
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, text);
}

internal static class Table
{
    public static readonly ulong[] Values = [.. Enumerable.Range(0, 256).Select(i =>
    {
        ulong crc = (ulong)i;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xD800000000000000 : crc >> 1;
        return crc;
    })];
}
