using System.Formats.Tar;
using System.Text;
using ZstdSharp;

namespace StoreForensics.Tests.Ingest.FileSystems.Erofs;

/// <summary>The committed images (Fixtures/make.sh makes them), unpacked once for all tests.</summary>
internal static class ErofsFixtures
{
    /// <summary>Images of which there is an account of the kernel, and whose files are all there and not compressed.</summary>
    public static readonly string[] Told = ["inline", "plain", "compact", "chunks"];

    public static readonly string[] All = [.. Told, "lz4", "blob"];

    private static readonly Lazy<Dictionary<string, byte[]>> s_files = new(Unpack);

    public static byte[] Image(string name) => [.. s_files.Value[name + ".img"]];

    /// <summary>Without times that the file system does not keep: the kernel shows that of the last change for them.</summary>
    public static string[] Account(string name) =>
        [.. Encoding.ASCII.GetString(s_files.Value[name + ".tsv"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutTimes)];

    private static Dictionary<string, byte[]> Unpack()
    {
        var files = new Dictionary<string, byte[]>();
        string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "FileSystems", "Erofs", "Fixtures", "erofs.tar.zst");
        using var zstd = new DecompressionStream(File.OpenRead(archive));
        using var tar = new TarReader(zstd);
        while (tar.GetNextEntry() is { DataStream: { } data } entry)
        {
            byte[] bytes = new byte[entry.Length];
            data.ReadExactly(bytes);
            files[entry.Name] = bytes;
        }
        return files;
    }

    private static string WithoutTimes(string line)
    {
        string[] fields = line.Split('\t');
        (fields[5], fields[7], fields[8]) = ("", "", "");
        return string.Join('\t', fields);
    }
}
