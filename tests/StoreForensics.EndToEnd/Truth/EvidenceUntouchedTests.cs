using System.Security.Cryptography;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// Evidence is the same afterwards: names, bytes, modification and access times. Access times are set long back first, so that any ordinary read
/// would move them even where the file system is lazy about it (relatime). A symbolic link's own is left out: reading its target cannot avoid it.
/// </summary>
internal sealed class EvidenceUntouchedTests
{
    private static readonly DateTime s_old = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
    private static readonly EnumerationOptions s_everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    [Test]
    public void An_archive_is_untouched()
    {
        using var scratch = new ScratchFolder();
        string folder = scratch.Folder("evidence");
        string archive = Path.Combine(folder, "barn.tar.xz");
        File.Copy(GraphEvidence.Barn.Archive, archive);
        Check(scratch, folder, archive);
    }

    [Test]
    public void A_directory_is_untouched()
    {
        using var scratch = new ScratchFolder();
        string folder = scratch.Folder("evidence");
        HostTool.Run("tar", ["-C", folder, "-xf", GraphEvidence.Barn.Tar, "--exclude=*/dev/*"]);
        Check(scratch, folder, folder);
    }

    private static void Check(ScratchFolder scratch, string folder, string evidence)
    {
        string[] names = Names(folder);
        string[] hashes = [.. names.Select(Hash)];
        DateTime[] written = [.. names.Select(File.GetLastWriteTimeUtc)];
        string[] plain = [.. names.Where(name => new FileInfo(name).LinkTarget is null)];
        foreach (string name in plain)
            File.SetLastAccessTimeUtc(name, s_old);

        foreach (string[] call in new string[][] { ["timeline", evidence], ["containers", evidence], ["analyze", evidence, "-o", scratch.File("out") + "/"] })
            BuiltProgram.Run(call).MustExit(GraphEvidence.Barn.GoodEnds);
        Assert.That(Directory.GetFiles(scratch.File("out")), Is.Not.Empty, "the evidence was read");

        // Access times first: everything below reads.
        Assert.Multiple(() =>
        {
            Assert.That(plain.Where(name => File.GetLastAccessTimeUtc(name) != s_old), Is.Empty, "access times that moved");
            Assert.That(names.Zip(written).Where(pair => File.GetLastWriteTimeUtc(pair.First) != pair.Second), Is.Empty, "modification times that moved");
            Assert.That(Names(folder), Is.EqualTo(names));
            Assert.That(names.Select(Hash), Is.EqualTo(hashes));
        });
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", s_everything).Append(folder).Order(StringComparer.Ordinal)];

    // A pipe in a layer would be waited for without end; it has no length.
    private static string Hash(string name) =>
        Directory.Exists(name) || new FileInfo(name) is { LinkTarget: not null } or { Length: 0 }
            ? "-"
            : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(name)));
}
