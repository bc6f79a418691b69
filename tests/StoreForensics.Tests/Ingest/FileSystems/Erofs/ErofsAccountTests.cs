using StoreForensics.Ingest.FileSystems.Erofs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Erofs;

/// <summary>All facts and bytes of the committed images against what the kernel said of the same images, mounted (Fixtures/account.py).</summary>
public sealed class ErofsAccountTests
{
    private static IEnumerable<string> Told => ErofsFixtures.Told;

    [TestCaseSource(nameof(Told))]
    public void All_facts_are_those_that_the_kernel_sees(string name)
    {
        var problems = new ProblemLog();
        using ReadErofs files = ReadErofs.Of(ErofsFixtures.Image(name), problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Of(files), Is.EqualTo(ErofsFixtures.Account(name)));
            Assert.That(files.Tree.Count, Is.GreaterThan(300));
            Assert.That(problems.Sorted(), Is.Empty);
            Assert.That(files.FileSystem.Facts.Kind, Is.EqualTo("erofs"));
            Assert.That(files.FileSystem.Facts.Uuid, Does.StartWith("2c41d7a0-6e4b-4f0e-9b27-1d80c7a9e3f"));
        });
    }

    /// <summary>Names, owners and times hold; the bytes are told as missing, never given wrong.</summary>
    [TestCase("lz4", "SF-EROFS-0010")]
    [TestCase("blob", "SF-EROFS-0011")]
    public void What_is_compressed_or_elsewhere_is_told(string name, string code)
    {
        var problems = new ProblemLog();
        using ReadErofs files = ReadErofs.Of(ErofsFixtures.Image(name), problems);
        Assert.Multiple(() =>
        {
            Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { code }));
            Assert.That(Assert.Throws<EvidenceFormatException>(() => files.Bytes("long"))?.Code, Is.EqualTo(code));
            Assert.That(files.Tree[files.Find("long")].Size, Is.EqualTo(24000));
        });
    }

    [Test]
    public void Facts_of_compressed_files_hold()
    {
        using ReadErofs files = ReadErofs.Of(ErofsFixtures.Image("lz4"), new ProblemLog());
        string[] told = ErofsFixtures.Account("lz4");
        Assert.That(files.Tree.Count, Is.EqualTo(told.Length));
        string[] line = told.Single(l => l.StartsWith(Convert.ToHexStringLower("long"u8), StringComparison.Ordinal)
            && l.Split('\t')[0].Length == 8).Split('\t');
        ulong inode = files.Inode("long");
        Assert.That((files.Tree[files.Find("long")].Size.ToString(System.Globalization.CultureInfo.InvariantCulture), inode.ToString(
            System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo((line[4], line[10])));
    }

    /// <summary>mkfs of that version writes none: one chunk of a file is made one.</summary>
    [Test]
    public void Holes_are_told_as_ranges()
    {
        byte[] image = ErofsFixtures.Image("chunks");
        using (ReadErofs whole = ReadErofs.Of(image, new ProblemLog()))
        {
            int inode = (int)whole.Inode("long") * ErofsLayout.SlotBytes;
            int entry = (image[inode + 16] & 0x20) != 0 ? 8 : 4;
            image.AsSpan(inode + ErofsLayout.ExtendedBytes + entry, entry).Fill(0xFF);
        }
        using ReadErofs files = ReadErofs.Of(image, new ProblemLog());
        using Stream stream = files.Open(files.Find("long"));
        DataRun first = stream.NextData(0), second = stream.NextData(8192);
        Assert.Multiple(() =>
        {
            Assert.That((first.Start, second.Start), Is.EqualTo((0L, 16384L)));
            Assert.That(files.Bytes("long").AsSpan(8192, 8192).ContainsAnyExcept((byte)0), Is.False);
            Assert.That(files.Bytes("long")[16384..16392], Is.EqualTo("0002048\n"u8.ToArray()));
        });
    }
}
