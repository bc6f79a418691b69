using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using StoreForensics.Tests.Contracts.Stores.Described;
using ZstdSharp;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>
/// The files of saved images, by their paths, in each form that engines write: docker save 1.0, 1.10 and 25, podman save, an OCI layout. A symbolic link is a
/// path with <c>-> target</c> behind it and no bytes.
/// </summary>
internal static class SavedForms
{
    public const string LinkMark = " -> ";

    /// <summary>1.0 to 1.9 (moby v1.9.1 graph/export.go): ids were drawn at random.</summary>
    public static SortedDictionary<string, byte[]> Graph(IEnumerable<DescribedImage> images)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var names = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (DescribedImage image in images)
        {
            string? parent = null;
            foreach (DescribedStep step in image.Steps)
            {
                string id = GraphId(parent, step);
                files[$"{id}/VERSION"] = "1.0"u8.ToArray();
                files[$"{id}/json"] = JsonSerializer.SerializeToUtf8Bytes(new
                {
                    id,
                    parent,
                    created = step.Created.ToString(),
                    container_config = new { Cmd = new[] { step.Command } },
                    config = new { image.Env, image.Cmd },
                    architecture = "amd64",
                    os = "linux",
                    Size = step.Layer?.Size ?? 0,
                });
                files[$"{id}/layer.tar"] = step.Layer is { } layer ? new LayerTar(layer).Bytes : new byte[1024];
                parent = id;
            }
            foreach (string tag in image.Tags)
                Add(names, tag, parent!);
        }
        files["repositories"] = JsonSerializer.SerializeToUtf8Bytes(names);
        return files;
    }

    /// <summary>1.10 to 24: a layer that is there already is a link to it.</summary>
    public static SortedDictionary<string, byte[]> Saved(IReadOnlyList<DescribedImage> images)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["repositories"] = "{}"u8.ToArray() };
        var byDiff = new Dictionary<string, string>(StringComparer.Ordinal);
        var list = new List<object>();
        foreach ((DescribedImage image, int number) in images.Select((i, n) => (i, n)))
        {
            var layers = new List<string>();
            foreach (LayerTar tar in image.Layers.Select(l => new LayerTar(l)))
            {
                string id = ContainerdWriter.Digest(Encoding.ASCII.GetBytes($"{number} {tar.DiffId}"))[7..];
                layers.Add($"{id}/layer.tar");
                if (byDiff.TryAdd(tar.DiffId, id))
                    files[$"{id}/layer.tar"] = tar.Bytes;
                else
                    files[$"{id}/layer.tar{LinkMark}../{byDiff[tar.DiffId]}/layer.tar"] = [];
            }
            byte[] config = ContainerdWriter.ConfigOf(image);
            files[ContainerdWriter.Digest(config)[7..] + ".json"] = config;
            list.Add(new { Config = ContainerdWriter.Digest(config)[7..] + ".json", RepoTags = image.Tags.Count == 0 ? null : image.Tags, Layers = layers });
        }
        files["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(list);
        return files;
    }

    /// <summary>podman save: layers by their digests.</summary>
    public static SortedDictionary<string, byte[]> Podman(IEnumerable<DescribedImage> images)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var list = new List<object>();
        foreach (DescribedImage image in images)
        {
            byte[] config = ContainerdWriter.ConfigOf(image);
            files[ContainerdWriter.Digest(config)[7..] + ".json"] = config;
            foreach (LayerTar tar in image.Layers.Select(l => new LayerTar(l)))
                files[tar.DiffId[7..] + ".tar"] = tar.Bytes;
            list.Add(new
            {
                Config = ContainerdWriter.Digest(config)[7..] + ".json",
                RepoTags = image.Tags,
                Layers = image.Layers.Select(l => new LayerTar(l).DiffId[7..] + ".tar"),
            });
        }
        files["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(list);
        return files;
    }

    /// <summary>An OCI layout; its blobs of layers as given.</summary>
    public static SortedDictionary<string, byte[]> Layout(IEnumerable<DescribedImage> images, Func<byte[], byte[]> pack)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["oci-layout"] = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray() };
        var list = new List<object>();
        foreach (DescribedImage image in images)
        {
            byte[] config = ContainerdWriter.ConfigOf(image);
            byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(new
            {
                schemaVersion = 2,
                mediaType = "application/vnd.oci.image.manifest.v1+json",
                config = new { mediaType = "application/vnd.oci.image.config.v1+json", digest = Blob(files, config), size = config.Length },
                layers = image.Layers.Select(l => pack(new LayerTar(l).Bytes))
                    .Select(b => new { mediaType = "application/vnd.oci.image.layer.v1.tar", digest = Blob(files, b), size = b.Length }),
            });
            foreach (string? tag in image.Tags.Count == 0 ? [null] : image.Tags.Cast<string?>())
                list.Add(new
                {
                    mediaType = "application/vnd.oci.image.manifest.v1+json",
                    digest = Blob(files, manifest),
                    size = manifest.Length,
                    annotations = tag is null ? null : new Dictionary<string, string> { ["io.containerd.image.name"] = "docker.io/library/" + tag },
                });
        }
        files["index.json"] = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests = list });
        return files;
    }

    /// <summary>Docker 25 and later: a layout, and the list of before that points into it.</summary>
    public static SortedDictionary<string, byte[]> Both(IReadOnlyList<DescribedImage> images)
    {
        SortedDictionary<string, byte[]> files = Layout(images, b => b);
        files["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(images.Select(i => new
        {
            Config = "blobs/sha256/" + ContainerdWriter.Digest(ContainerdWriter.ConfigOf(i))[7..],
            RepoTags = i.Tags,
            Layers = i.Layers.Select(l => "blobs/sha256/" + new LayerTar(l).DiffId[7..]),
        }));
        return files;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(bytes).ToArray();
    }

    /// <summary>A gzip member for each kilobyte, and one without bytes behind them, whose extra field says where the table of contents begins
    /// (stargz-snapshotter docs/estargz.md).</summary>
    public static byte[] Stargz(byte[] bytes)
    {
        byte[] footer = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 26, 0, (byte)'S', (byte)'G', 22, 0, .. "0000000000000000STARGZ"u8, 1, 0, 0, 0xff, 0xff,
            .. new byte[8]];
        return [.. bytes.Chunk(1024).SelectMany(Gzip), .. footer];
    }

    /// <summary>A frame for each kilobyte, and skippable frames behind them with the manifest and the footer (containers/storage pkg/chunked).</summary>
    public static byte[] ZstdChunked(byte[] bytes)
    {
        byte[] manifest = Zstd("{}"u8.ToArray());
        return [.. bytes.Chunk(1024).SelectMany(Zstd), .. Skipped(manifest), .. Skipped([.. new byte[56], .. "GNUlInUx"u8])];
    }

    /// <summary>The same as a tar.</summary>
    public static byte[] Tar(SortedDictionary<string, byte[]> files)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string path, byte[] bytes) in files)
            {
                string[] link = path.Split(LinkMark);
                writer.WriteEntry(link.Length == 2 ? new UstarTarEntry(TarEntryType.SymbolicLink, link[0]) { LinkName = link[1] }
                    : new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(bytes) });
            }
        }
        return tar.ToArray();
    }

    public static string GraphId(string? parent, DescribedStep step) =>
        ContainerdWriter.Digest(Encoding.UTF8.GetBytes($"{parent} {step.Command} {step.Created}"))[7..];

    private static byte[] Skipped(byte[] bytes) => [0x50, 0x2a, 0x4d, 0x18, .. BitConverter.GetBytes(bytes.Length), .. bytes];

    private static string Blob(SortedDictionary<string, byte[]> files, byte[] bytes)
    {
        string digest = ContainerdWriter.Digest(bytes);
        files["blobs/sha256/" + digest[7..]] = bytes;
        return digest;
    }

    private static void Add(SortedDictionary<string, SortedDictionary<string, string>> names, string tag, string id)
    {
        int colon = tag.LastIndexOf(':');
        if (!names.TryGetValue(tag[..colon], out SortedDictionary<string, string>? tags))
            names[tag[..colon]] = tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        tags[tag[(colon + 1)..]] = id;
    }
}
