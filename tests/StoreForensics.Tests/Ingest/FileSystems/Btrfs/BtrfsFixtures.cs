using System.Formats.Tar;
using ZstdSharp;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>The committed images (Fixtures/make.sh makes them), unpacked once for all tests of this folder.</summary>
[SetUpFixture]
internal sealed class BtrfsFixtures
{
    /// <summary>Images of which there is an account of the kernel.</summary>
    public static readonly string[] Told = ["dup", "mixed", "wide"];

    public static readonly string[] All = [.. Told, "dirty", "pair-1"];

    private static readonly Dictionary<string, SparseImage> s_images = [];
    private static readonly Dictionary<string, string[]> s_accounts = [];

    public static SparseImage Image(string name) => s_images[name].Copy();

    public static string[] Account(string name) => s_accounts[name];

    [OneTimeSetUp]
    public void Unpack()
    {
        string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "FileSystems", "Btrfs", "Fixtures", "btrfs.tar.zst");
        using var zstd = new DecompressionStream(File.OpenRead(archive));
        using var tar = new TarReader(zstd);
        while (tar.GetNextEntry() is { DataStream: { } data } entry)
        {
            string name = Path.GetFileNameWithoutExtension(entry.Name);
            if (entry.Name.EndsWith(".img", StringComparison.Ordinal))
            {
                s_images[name] = SparseImage.Read(data, entry.Length);
                continue;
            }
            using var reader = new StreamReader(data);
            s_accounts[name] = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
