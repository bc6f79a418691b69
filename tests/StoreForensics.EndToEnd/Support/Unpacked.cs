using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using SharpCompress.Compressors.Xz;

namespace StoreForensics.EndToEnd.Support;

/// <summary>
/// Archives unpacked for the tests with libraries, not with the program: the truth must not pass through what it judges.
/// </summary>
internal static class Unpacked
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_tars = new();

    /// <summary>A plain tar of the compressed one, written once a test run: every call on it is then fast.</summary>
    public static string PlainTar(string archive) => s_tars.GetOrAdd(archive, path => new Lazy<string>(() =>
    {
        string tar = ScratchFolder.Session.File(Path.GetFileName(path) + $".{s_tars.Count}.tar");
        using Stream source = Decompress(path);
        using FileStream sink = File.Create(tar);
        source.CopyTo(sink);
        return tar;
    })).Value;

    /// <summary>A disk image out of its compression, written once a test run, with holes where it has zeros.</summary>
    public static string Image(string compressed) => s_tars.GetOrAdd(compressed, path => new Lazy<string>(() =>
    {
        string image = ScratchFolder.Session.File(Path.GetFileNameWithoutExtension(path) + $".{s_tars.Count}.raw");
        using Stream source = Decompress(path);
        using FileStream sink = File.Create(image);
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
        {
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
                sink.Write(buffer, 0, read);
            else
                sink.Seek(read, SeekOrigin.Current);
        }
        sink.SetLength(sink.Position);
        return image;
    })).Value;

    /// <summary>The regular files of a small tar.xz by name, without a leading <c>./</c>.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files(string archive)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using Stream source = Decompress(archive);
        using var tar = new TarReader(source);
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                files[entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name] = Content(entry);
        }
        return files;
    }

    public static byte[] Gunzip(string path)
    {
        using var bytes = new MemoryStream();
        using Stream source = Decompress(path);
        source.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Content(TarEntry entry)
    {
        using var bytes = new MemoryStream();
        entry.DataStream?.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static Stream Decompress(string path)
    {
        FileStream file = File.OpenRead(path);
        return Path.GetExtension(path) switch
        {
            ".xz" => new XZStream(file),
            ".gz" or ".tgz" => new GZipStream(file, CompressionMode.Decompress),
            _ => file,
        };
    }
}
