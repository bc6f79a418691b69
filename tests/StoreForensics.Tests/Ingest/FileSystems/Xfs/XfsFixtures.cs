using System.Formats.Tar;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;
using ZstdSharp;

namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <summary>The committed images (Fixtures/make.sh makes them), unpacked once for all tests of this folder.</summary>
[SetUpFixture]
internal sealed class XfsFixtures
{
    /// <summary>Images that a kernel wrote and unmounted.</summary>
    public static readonly string[] Mounted = ["v5-4k", "v5-1k", "v5-16k"];

    /// <summary>All of them: besides those, one of version 4 by mkfs.xfs alone, and one copied from under a mount.</summary>
    public static readonly string[] All = [.. Mounted, "v4", "dirty"];

    private static string s_directory = "";

    public static string PathOf(string name) => Path.Combine(s_directory, name);

    public static byte[] Image(string name) => File.ReadAllBytes(PathOf(name + ".img"));

    /// <summary>Opens an image; what the reader does not throw is in the log.</summary>
    public static ReadXfs Open(string name, ProblemLog problems)
    {
        string path = PathOf(name + ".img");
        return new ReadXfs(new FileBlocks(File.OpenHandle(path), new FileInfo(path).Length), name, problems);
    }

    [OneTimeSetUp]
    public void Unpack()
    {
        s_directory = Directory.CreateTempSubdirectory("sf-xfs-").FullName;
        string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "FileSystems", "Xfs", "Fixtures", "xfs.tar.zst");
        using var zstd = new DecompressionStream(File.OpenRead(archive));
        TarFile.ExtractToDirectory(zstd, s_directory, overwriteFiles: false);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(s_directory, recursive: true);
}
