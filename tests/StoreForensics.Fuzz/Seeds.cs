using System.Formats.Tar;
using StoreForensics.Formats.Compression;

namespace StoreForensics.Fuzz;

/// <summary>
/// The inputs that mutations start from: the fixtures of the tests, the sample evidence, and what lies in the folder of <c>SEEDS=</c>; archives as they are,
/// unpacked, and each of their members.
/// </summary>
internal sealed class Seeds(string? folder)
{
    /// <summary>Larger ones would be read for longer than they tell.</summary>
    public const long MaxBytes = 48L << 20;

    private const long MaxTotalBytes = 256L << 20;

    // What archives hold: unpacking gigabytes for a target that takes none of it would be most of a session.
    private static readonly Dictionary<string, List<(string Name, long Size)>> s_listed = [];

    private static readonly string[] s_packed = [".gz", ".xz", ".zst", ".bz2", ".lz4"];

    /// <summary>Those that a target takes, in the order of their names.</summary>
    /// <param name="takes">By name and size, before anything is read.</param>
    /// <param name="isOne">By the first bytes.</param>
    public IReadOnlyList<Seed> Of(Func<string, long, bool> takes, Func<byte[], bool> isOne)
    {
        var seeds = new List<Seed>();
        long total = 0;
        foreach (Seed seed in Files().SelectMany(f => Of(f, takes)).Where(s => s.Bytes.Length > 0 && isOne(s.Bytes)))
        {
            if ((total += seed.Bytes.Length) > MaxTotalBytes)
                break;
            seeds.Add(seed);
        }
        return seeds;
    }

    private IEnumerable<string> Files()
    {
        string[] folders = [Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests"), Checkout.Samples, .. folder is null ? (string[])[] : [folder]];
        return folders.SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Where(f => Path.GetExtension(f) is not (".cs" or ".dll" or ".pdf" or ".md" or ".sh" or ".py")
                && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));
    }

    private static IEnumerable<Seed> Of(string path, Func<string, long, bool> takes)
    {
        string name = Path.GetFileName(path);
        long size = new FileInfo(path).Length;
        if (size <= MaxBytes && takes(name, size))
            yield return new Seed(name, File.ReadAllBytes(path));
        if (s_packed.Contains(Path.GetExtension(path)))
        {
            string inner = Path.GetFileNameWithoutExtension(name);
            if (!inner.EndsWith(".tar", StringComparison.Ordinal))
            {
                if (takes(inner, size) && Unpacked(path) is { } image)
                    yield return new Seed(inner, image);
                yield break;
            }
            if (takes(inner, size) && Unpacked(path) is { } tar)
                yield return new Seed(inner, tar);
        }
        if (name.Contains(".tar", StringComparison.Ordinal))
        {
            foreach (Seed member in Members(path, takes))
                yield return member;
        }
    }

    private static byte[]? Unpacked(string path)
    {
        using Stream stream = Open(path);
        var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > MaxBytes)
                return null;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    private static IEnumerable<Seed> Members(string path, Func<string, long, bool> takes)
    {
        if (s_listed.TryGetValue(path, out List<(string Name, long Size)>? listed) && !listed.Any(m => m.Size <= MaxBytes && takes(m.Name, m.Size)))
            yield break;
        listed = [];
        using Stream stream = Open(path);
        using var reader = new TarReader(stream);
        while (Next(reader) is { } entry)
        {
            listed.Add((entry.Name, entry.DataStream is null ? long.MaxValue : entry.Length));
            if (entry.DataStream is not { } data || entry.Length > MaxBytes || !takes(entry.Name, entry.Length))
                continue;
            byte[] bytes = new byte[entry.Length];
            data.ReadExactly(bytes);
            yield return new Seed(entry.Name, bytes);
        }
        s_listed[path] = listed;
    }

    // Some fixtures are hostile themselves: what comes after is left out.
    private static TarEntry? Next(TarReader reader)
    {
        try
        {
            return reader.GetNextEntry();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or StoreForensics.Primitives.EvidenceFormatException)
        {
            return null;
        }
    }

    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        byte[] head = new byte[8];
        int count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return CompressionSniffer.Sniff(head.AsSpan(0, count)) is { } format ? Decompressor.Open(format, file, isFile: true) : file;
    }
}
