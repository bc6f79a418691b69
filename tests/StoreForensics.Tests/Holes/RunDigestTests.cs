using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Directories;
using StoreForensics.Tests.Ingest.Directories;

namespace StoreForensics.Tests.Holes;

public sealed class RunDigestTests
{
    private const int Block = 4096;

    /// <summary>Lines of offset, length and digest of each run, by hand: blocks of zeros end a run whether they are a hole or not.</summary>
    [Test]
    public void Is_the_digest_of_the_documented_lines()
    {
        byte[] file = new byte[(600 * Block) + 100];
        file[5] = 1; // block 0
        file[(2 * Block) + 17] = 2; // blocks 2 and 3
        file[(4 * Block) - 1] = 3;
        file[300 * Block] = 4; // past the reader's buffer
        file[600 * Block] = 5; // the short block at the end
        string lines = Line(file, 0, Block) + Line(file, 2 * Block, 2 * Block) + Line(file, 300 * Block, Block) + Line(file, 600 * Block, 100);
        Assert.That(Hex(RunDigest.Of(new MemoryStream(file))), Is.EqualTo(Hex(SHA256.HashData(Encoding.ASCII.GetBytes(lines)))));
        Assert.That(Hex(RunDigest.Of(new MemoryStream(new byte[99 * Block]))), Is.EqualTo(Hex(SHA256.HashData([]))));
    }

    /// <summary>A run that goes on over the reader's buffers is one line.</summary>
    [Test]
    public void A_long_run_is_one_line()
    {
        byte[] file = new byte[(3 << 20) + 5000];
        new Random(7).NextBytes(file);
        Assert.That(Hex(RunDigest.Of(new MemoryStream(file))), Is.EqualTo(Hex(SHA256.HashData(Encoding.ASCII.GetBytes(Line(file, 0, file.Length))))));
    }

    [Test]
    public void Manifest_of_a_directory_takes_large_files_by_their_runs()
    {
        using var tree = new TempTree();
        HoleyFile.Create(Path.Combine(tree.Root, "f"));
        foreach (string path in (string[])["f", ""])
        {
            tree.Make.Mode(TempTree.Bytes(path), 0b111_000_000);
            tree.Make.Times(TempTree.Bytes(path), 0, 1500000000, 0);
        }
        string lines = string.Concat(HoleyFile.Places.Select(p =>
            string.Create(CultureInfo.InvariantCulture, $"{p} {Block} {Hex(SHA256.HashData(HoleyFile.Words(p)))}\n")));
        string owner = $"{Contracts.TestLibC.UserId}\0{Contracts.TestLibC.GroupId}\0";
        string manifest = $"dir\00700\0{owner}0\01500000000.000000000\0\0\0"
            + $"file\00700\0{owner}{HoleyFile.Bytes}\01500000000.000000000\0runs {Hex(SHA256.HashData(Encoding.ASCII.GetBytes(lines)))}\0f\0";
        HoleyFile.Within(() =>
        {
            using DirectorySource source = tree.Open();
            Assert.That(DirectoryManifest.Compute(source, tree.Problems, null).Hex, Is.EqualTo(Hex(SHA256.HashData(Encoding.Latin1.GetBytes(manifest)))));
        });
    }

    private static string Line(byte[] file, int start, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"{start} {length} {Hex(SHA256.HashData(file.AsSpan(start, length)))}\n");

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
