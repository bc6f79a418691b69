using System.Formats.Tar;
using ZstdSharp;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>The committed images (Fixtures/make.sh makes them), unpacked once for all tests of this folder.</summary>
[SetUpFixture]
internal sealed class BtrfsFixtures
{
    /// <summary>Images of which there is an account of the kernel.</summary>
    public static readonly string[] Told = ["dup", "mixed", "wide"];

    /// <summary>Copied from under a mount (Fixtures/make-synced.sh); the account is of what the kernel's own replay of their logs gives.</summary>
    public static readonly string[] Synced = ["few", "many", "packed", "small"];

    public static readonly string[] All = [.. Told, .. Synced, "dirty", "pair-1"];

    /// <summary>File systems on several devices (Fixtures/make-devices.sh): NAME-1, NAME-2 and so on.</summary>
    public static readonly (string Name, int Devices)[] Several = [("single", 2), ("raid0", 3), ("raid1", 2), ("raid1c3", 3), ("raid10", 4)];

    private static readonly Dictionary<string, SparseImage> s_images = [];
    private static readonly Dictionary<string, string[]> s_accounts = [];

    public static SparseImage Image(string name) => s_images[name].Copy();

    public static string[] Account(string name) => s_accounts[name];

    /// <summary>When the kernel mounted one of <see cref="Synced"/>, in nanoseconds.</summary>
    public static long Mounted(string name) => long.Parse(s_accounts[name + ".mounted"][0], System.Globalization.CultureInfo.InvariantCulture);

    [OneTimeSetUp]
    public void Unpack()
    {
        foreach (string name in (string[])["btrfs.tar.zst", "synced.tar.zst", "devices.tar.zst"])
            Unpack(Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "FileSystems", "Btrfs", "Fixtures", name));
    }

    private static void Unpack(string archive)
    {
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
            s_accounts[entry.Name.EndsWith(".mounted", StringComparison.Ordinal) ? entry.Name : name] =
                reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
