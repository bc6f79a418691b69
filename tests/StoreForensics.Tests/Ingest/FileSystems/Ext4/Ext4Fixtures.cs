using System.Formats.Tar;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;
using ZstdSharp;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>The committed images (<see cref="Ext4Recipe"/> makes them), unpacked once for all tests of this folder.</summary>
[SetUpFixture]
internal sealed class Ext4Fixtures
{
    public static string Directory { get; private set; } = "";

    public static string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Opens an image; what the reader does not throw is in the log.</summary>
    public static ReadExt4 Open(string image, ProblemLog problems) =>
        Open(new FileBlocks(File.OpenHandle(PathOf(image)), new FileInfo(PathOf(image)).Length), image, problems);

    public static ReadExt4 Open(IBlockSource source, string name, ProblemLog problems)
    {
        try
        {
            return new ReadExt4(source, name, problems);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    [OneTimeSetUp]
    public void Unpack()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("sf-ext4-").FullName;
        foreach (string name in (string[])["ext4.tar.zst", "fsck.tar.zst", "fast.tar.zst"])
        {
            string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "FileSystems", "Ext4", "Fixtures", name);
            if (!File.Exists(archive))
                continue; // while it is being made
            using var zstd = new DecompressionStream(File.OpenRead(archive));
            TarFile.ExtractToDirectory(zstd, Directory, overwriteFiles: false);
        }
    }

    [OneTimeTearDown]
    public void Remove() => System.IO.Directory.Delete(Directory, recursive: true);
}
