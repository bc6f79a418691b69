using System.IO.Compression;
using SharpCompress.Compressors.Xz;
using SharpCompress.Readers;

namespace StoreForensics.Tests.Stores;

/// <summary>
/// Files of the evidence collection beside the repository, by their paths in an archive. Tests that want one are ignored where it is not there.
/// </summary>
internal static class SharedEvidence
{
    private static readonly Dictionary<string, Dictionary<string, byte[]>> Loaded = [];

    /// <summary>The path of a file or directory below <c>shared</c>; ignores the test when it does not exist.</summary>
    public static string PathOf(string relative)
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", relative);
            if (File.Exists(path) || Directory.Exists(path))
                return path;
        }
        Assert.Ignore($"shared/{relative} is not beside this checkout");
        return "";
    }

    /// <summary>Every regular file of an archive, links to one included; names as in the archive.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files(string archive)
    {
        string path = PathOf(archive);
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(archive, out Dictionary<string, byte[]>? files))
                Loaded[archive] = files = Load(path);
            return files;
        }
    }

    private static Dictionary<string, byte[]> Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".xz", StringComparison.Ordinal) ? new XZStream(file) : new GZipStream(file, CompressionMode.Decompress);
        using IReader reader = ReaderFactory.OpenReader(plain, new ReaderOptions { LeaveStreamOpen = true });
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (reader.MoveToNextEntry())
        {
            if (reader.Entry.IsDirectory || reader.Entry.Key is not string name)
                continue;
            using Stream content = reader.OpenEntryStream();
            var bytes = new MemoryStream();
            content.CopyTo(bytes);
            files[name] = reader.Entry.LinkTarget is string target && files.TryGetValue(target, out byte[]? linked) ? linked : bytes.ToArray();
        }
        return files;
    }
}
