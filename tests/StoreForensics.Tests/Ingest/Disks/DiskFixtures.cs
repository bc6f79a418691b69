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
        string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "Disks", "Fixtures", "disks.tar.zst");
        using var zstd = new DecompressionStream(File.OpenRead(archive));
        TarFile.ExtractToDirectory(zstd, Directory, overwriteFiles: false);
    }

    [OneTimeTearDown]
    public void Remove() => System.IO.Directory.Delete(Directory, recursive: true);
}
