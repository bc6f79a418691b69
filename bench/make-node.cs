// Makes a containerd root (overlayfs) as one tar: one image of many layers, each with its snapshot and its compressed tar.
// dotnet run bench/make-node.cs -- OUT.tar [FILES] [SNAPSHOTS]      200,000 files in 20 snapshots where nothing is said
using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

int files = args.Length > 1 ? int.Parse(args[1]) : 200_000, snapshots = args.Length > 2 ? int.Parse(args[2]) : 20;
const string root = "var/lib/containerd/", content = root + "io.containerd.content.v1.content", home = root + "io.containerd.snapshotter.v1.overlayfs",
    space = "k8s.io", driver = "overlayfs";
var epoch = new DateTimeOffset(2025, 3, 14, 9, 26, 53, TimeSpan.Zero);
byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("some content of a file\n", 40)));
Bucket meta = new(), records = new();
List<string> diffIds = [], layers = [];
string? below = null;

using var tar = new TarWriter(File.Create(args[0]), TarEntryFormat.Pax);
foreach (string folder in (string[])[root.TrimEnd('/'), content, content + "/blobs", content + "/blobs/sha256", root + "io.containerd.metadata.v1.bolt", home,
    home + "/snapshots"])
    AddDirectory(tar, folder);
for (int n = 1; n <= snapshots; n++)
    AddLayer(n, files / snapshots);
byte[] config = Encoding.UTF8.GetBytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2025-03-14T09:26:53Z\",\"config\":{\"Cmd\":[\"/srv/run\"]},\"history\":["
    + string.Join(',', diffIds.Select((_, i) => $"{{\"created\":\"2025-03-14T09:{i % 60:d2}:00Z\",\"created_by\":\"make {i}\"}}"))
    + "],\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + string.Join(',', diffIds.Select(d => $"\"{d}\"")) + "]}}");
string configDigest = AddBlob(config);
byte[] manifest = Encoding.UTF8.GetBytes("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
    + $"{{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"{configDigest}\",\"size\":{config.Length}}},\"layers\":[{string.Join(',', layers)}]}}");
Bucket image = meta.In("v1", space, "images", "registry.shop.example/big:1");
image.Set("createdat", Time(epoch)).Set("updatedat", Time(epoch)).In("target").Set("digest", AddBlob(manifest))
    .Set("mediatype", "application/vnd.oci.image.manifest.v1+json").Set("size", Number(manifest.Length * 2));
meta.In("v1").Set("version", Number(8));
AddFile(tar, root + "io.containerd.metadata.v1.bolt/meta.db", meta.Build(), epoch);
AddFile(tar, home + "/metadata.db", records.Build(), epoch);

void AddLayer(int number, int count)
{
    var plain = new MemoryStream();
    string snapshot = $"{home}/snapshots/{number}";
    foreach (string folder in (string[])["", "/work", "/fs", "/fs/srv", $"/fs/srv/layer-{number}"])
        AddDirectory(tar, snapshot + folder);
    using (var layer = new TarWriter(plain, TarEntryFormat.Pax, leaveOpen: true))
    {
        AddOddities(layer, "");
        AddOddities(tar, snapshot + "/fs/");
        AddDirectory(layer, "srv");
        AddDirectory(layer, $"srv/layer-{number}");
        // A directory that hides what is below it, as engines mark one, shows that the copy kept attributes.
        foreach (string folder in (string[])["opt", "opt/new"])
            AddDirectory(layer, folder);
        AddFile(layer, "opt/new/.wh..wh..opq", [], epoch);
        AddDirectory(tar, snapshot + "/fs/opt");
        AddDirectory(tar, snapshot + "/fs/opt/new", new() { ["SCHILY.xattr.trusted.overlay.opaque"] = "y" });
        for (int n = 0; n < count; n++)
        {
            string name = $"srv/layer-{number}/folder-{n / 100:d4}";
            if (n % 100 == 0)
            {
                AddDirectory(layer, name);
                AddDirectory(tar, $"{snapshot}/fs/{name}");
            }
            DateTimeOffset time = epoch.AddSeconds(n * 7919 % 100_000);
            int mode = n % 10 == 0 ? 0x1ed : 0x1a4;
            AddFile(layer, $"{name}/file-{n:d5}.txt", text, time, mode);
            AddFile(tar, $"{snapshot}/fs/{name}/file-{n:d5}.txt", text, time, mode);
        }
    }
    string diff = Digest(plain.ToArray()), chain = below is null ? diff : Digest(Encoding.ASCII.GetBytes($"{below} {diff}"));
    var packed = new MemoryStream();
    using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        gzip.Write(plain.ToArray());
    layers.Add($"{{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"{AddBlob(packed.ToArray())}\",\"size\":{packed.Length}}}");
    diffIds.Add(diff);
    Bucket named = meta.In("v1", space, "snapshots", driver, chain).Set("name", $"{space}/{number}/{chain}").Set("createdat", Time(epoch));
    Bucket record = records.In("v1", "snapshots", $"{space}/{number}/{chain}").Set("id", Number(number)).Set("kind", [3]).Set("createdat", Time(epoch));
    if (below is not null)
    {
        named.Set("parent", below);
        record.Set("parent", $"{space}/{number - 1}/{below}");
    }
    below = chain;
}

string AddBlob(byte[] bytes)
{
    string digest = Digest(bytes);
    AddFile(tar, $"{content}/blobs/sha256/{digest[7..]}", bytes, epoch);
    meta.In("v1", space, "content", "blob", digest).Set("createdat", Time(epoch)).Set("size", Number(bytes.Length * 2L));
    return digest;
}

static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

// As Go writes a time in binary, in UTC.
static byte[] Time(DateTimeOffset time)
{
    byte[] bytes = new byte[15];
    bytes[0] = 1;
    BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), time.ToUnixTimeSeconds() + 62135596800);
    BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(13), -1);
    return bytes;
}

// A varint as it stands: twice a number where it is signed.
static byte[] Number(long number)
{
    var bytes = new List<byte>();
    for (; number > 0x7f; number >>= 7)
        bytes.Add((byte)(number | 0x80));
    return [.. bytes, (byte)number];
}

static void AddDirectory(TarWriter to, string name, Dictionary<string, string>? attributes = null) =>
    to.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name, attributes ?? [])
    {
        ModificationTime = DateTimeOffset.FromUnixTimeSeconds(1_741_944_413),
        Mode = (UnixFileMode)0x1ed,
    });

// What nearly every host has: where it is nowhere, the program asks whether the copy lost it, and reads every layer's tar for that.
void AddOddities(TarWriter to, string at)
{
    AddDirectory(to, at + "etc");
    to.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, at + "etc/empty") { ModificationTime = epoch, Mode = (UnixFileMode)0x180, Uid = 33, Gid = 33 });
    to.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, at + "etc/second") { LinkName = at + "etc/empty", ModificationTime = epoch, Mode = (UnixFileMode)0x180,
        Uid = 33, Gid = 33 });
    to.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, at + "etc/link") { LinkName = "empty", ModificationTime = epoch });
    to.WriteEntry(new PaxTarEntry(TarEntryType.CharacterDevice, at + "etc/null") { DeviceMajor = 1, DeviceMinor = 3, ModificationTime = epoch,
        Mode = (UnixFileMode)0x1b6 });
}

static void AddFile(TarWriter to, string name, byte[] bytes, DateTimeOffset time, int mode = 0x1a4) =>
    to.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
    {
        ModificationTime = time,
        Mode = (UnixFileMode)mode,
        DataStream = new MemoryStream(bytes),
    });

// A bucket of a bolt file (bbolt 1.3 page.go, bucket.go): pages of 4,096 bytes, a leaf a bucket.
internal sealed class Bucket
{
    private const int PageBytes = 4096, HeaderBytes = 16, ElementBytes = 16, LeafFlag = 2, MetaFlag = 4, FreeListFlag = 16;
    private readonly SortedDictionary<string, object> _members = new(StringComparer.Ordinal);

    public Bucket In(params string[] path)
    {
        Bucket at = this;
        foreach (string part in path)
        {
            if (!at._members.TryGetValue(part, out object? inner))
                at._members[part] = inner = new Bucket();
            at = (Bucket)inner;
        }
        return at;
    }

    public Bucket Set(string key, byte[] value)
    {
        _members[key] = value;
        return this;
    }

    public Bucket Set(string key, string value) => Set(key, Encoding.UTF8.GetBytes(value));

    public byte[] Build()
    {
        var pages = new MemoryStream();
        pages.SetLength(3 * PageBytes);
        ulong root = Write(pages);
        pages.Position = 2 * PageBytes;
        pages.Write(Header(2, FreeListFlag, 0, 0));
        for (ulong page = 0; page < 2; page++)
        {
            pages.Position = (long)page * PageBytes;
            pages.Write(Meta(page, root, (ulong)(pages.Length / PageBytes)));
        }
        return pages.ToArray();
    }

    private ulong Write(MemoryStream pages)
    {
        var items = new List<(byte[] Key, byte[] Value, bool IsBucket)>();
        foreach ((string key, object member) in _members)
        {
            byte[] value = member as byte[] ?? new byte[16];
            if (member is Bucket inner)
                BinaryPrimitives.WriteUInt64LittleEndian(value, inner.Write(pages));
            items.Add((Encoding.UTF8.GetBytes(key), value, member is Bucket));
        }
        int bytes = HeaderBytes + items.Sum(i => ElementBytes + i.Key.Length + i.Value.Length), count = (bytes + PageBytes - 1) / PageBytes;
        ulong id = (ulong)(pages.Length / PageBytes);
        byte[] page = new byte[count * PageBytes];
        Header(id, LeafFlag, items.Count, count - 1).CopyTo(page, 0);
        int at = HeaderBytes + ElementBytes * items.Count;
        for (int i = 0; i < items.Count; i++)
        {
            int element = HeaderBytes + ElementBytes * i;
            (byte[] key, byte[] value, bool isBucket) = items[i];
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(element), isBucket ? 1 : 0);
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(element + 4), at - element);
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(element + 8), key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(element + 12), value.Length);
            key.CopyTo(page, at);
            value.CopyTo(page, at + key.Length);
            at += key.Length + value.Length;
        }
        pages.Position = pages.Length;
        pages.Write(page);
        return id;
    }

    private static byte[] Header(ulong id, int flags, int count, int overflow)
    {
        byte[] header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(header, id);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(10), (ushort)count);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), overflow);
        return header;
    }

    private static byte[] Meta(ulong page, ulong root, ulong end)
    {
        byte[] meta = new byte[HeaderBytes + 64];
        Header(page, MetaFlag, 0, 0).CopyTo(meta, 0);
        Span<byte> body = meta.AsSpan(HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(body, 0xED0CDAED);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], 2);
        BinaryPrimitives.WriteUInt32LittleEndian(body[8..], PageBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(body[16..], root);
        BinaryPrimitives.WriteUInt64LittleEndian(body[32..], 2);
        BinaryPrimitives.WriteUInt64LittleEndian(body[40..], end);
        BinaryPrimitives.WriteUInt64LittleEndian(body[48..], page);
        ulong sum = 14695981039346656037;
        foreach (byte b in body[..56])
            sum = (sum ^ b) * 1099511628211;
        BinaryPrimitives.WriteUInt64LittleEndian(body[56..], sum);
        return meta;
    }
}
