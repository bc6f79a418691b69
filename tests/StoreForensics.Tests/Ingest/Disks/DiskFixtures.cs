using System.Formats.Tar;
using ZstdSharp;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>The committed images (<c>Fixtures/make.sh</c> says how they were made), unpacked once for all tests of this folder.</summary>
[SetUpFixture]
internal sealed class DiskFixtures
{
    public static string Directory { get; private set; } = "";

    public static string PathOf(string name) => Path.Combine(Directory, name);

    [OneTimeSetUp]
    public void Unpack()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("sf-disks-").FullName;
        using Stream files = Files();
        TarFile.ExtractToDirectory(files, Directory, overwriteFiles: false);
    }

    /// <summary>Some of them, for tests of other folders.</summary>
    public static Dictionary<string, byte[]> Read(params string[] names)
    {
        var read = new Dictionary<string, byte[]>();
        using Stream files = Files();
        using var reader = new TarReader(files);
        while (read.Count < names.Length && reader.GetNextEntry() is { } entry)
        {
            if (!names.Contains(entry.Name))
                continue;
            byte[] bytes = new byte[entry.Length];
            entry.DataStream!.ReadExactly(bytes);
            read.Add(entry.Name, bytes);
        }
        return read;
    }

    [OneTimeTearDown]
    public void Remove() => System.IO.Directory.Delete(Directory, recursive: true);

    private static DecompressionStream Files()
    {
        string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "Disks", "Fixtures", "disks.tar.zst");
        return new DecompressionStream(File.OpenRead(archive));
    }
}
