using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace StoreForensics.Tests.Samples;

/// <summary>
/// A committed sample read with the library's tar reader: not with the program's own, so that the two can disagree. Paths
/// are relative to the data root, without a trailing slash.
/// </summary>
internal sealed class SampleArchive
{
    private const string Prefix = "var/lib/docker/";
    private readonly Dictionary<string, TarEntry> _entries = new(StringComparer.Ordinal);

    private SampleArchive(byte[] bytes)
    {
        using var tar = new TarReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        while (tar.GetNextEntry(copyData: true) is { } entry)
            _entries.Add(entry.Name[Prefix.Length..].TrimEnd('/'), entry);
    }

    public IReadOnlyDictionary<string, TarEntry> Entries => _entries;

    public static SampleArchive Open(string name) => new(ReadFile(name, name + ".tar.gz"));

    /// <summary>Paths of every archive that is committed, in byte order.</summary>
    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Checkout.Samples, "*.tar.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static byte[] ReadFile(string sample, string file) =>
        File.ReadAllBytes(Path.Combine(Checkout.Samples, sample, file));

    public byte[] Bytes(string path)
    {
        if (_entries[path].DataStream is not { } stream)
            return [];
        var copy = new MemoryStream();
        stream.Position = 0;
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public string Text(string path) => Encoding.UTF8.GetString(Bytes(path));

    public string Mode(string path) => Convert.ToString((int)_entries[path].Mode, 8).PadLeft(4, '0');

    public DateTime Modified(string path) => _entries[path].ModificationTime.UtcDateTime;

    public string[] Children(string path) =>
        [.. _entries.Keys.Where(key => key.Length > 0 && Path.GetDirectoryName(key) == path).Select(key => Path.GetFileName(key))];
}
