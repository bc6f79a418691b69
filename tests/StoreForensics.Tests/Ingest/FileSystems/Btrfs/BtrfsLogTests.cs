using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>What was synced and not committed, against what the kernel made of the same images when it mounted them.</summary>
public sealed class BtrfsLogTests
{
    private const int ChangedColumn = 7;

    private static IEnumerable<string> Synced => BtrfsFixtures.Synced;

    [TestCaseSource(nameof(Synced))]
    public void A_log_is_played_back_as_the_kernel_does(string name)
    {
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(BtrfsFixtures.Image(name), name, problems);
        string[][] told = [.. BtrfsFixtures.Account(name).Select(l => l.Split('\t'))];
        string[][] read = [.. KernelAccount.Of(files).Select(l => l.Split('\t'))];
        Assert.That(read, Has.Length.EqualTo(told.Length));
        // The kernel's replay is a change of its own to what loses a name by it.
        long mounted = BtrfsFixtures.Mounted(name);
        for (int i = 0; i < told.Length; i++)
        {
            if (long.Parse(told[i][ChangedColumn], System.Globalization.CultureInfo.InvariantCulture) >= mounted)
                told[i][ChangedColumn] = read[i][ChangedColumn];
        }
        Assert.That(read.Select(l => string.Join('\t', l)), Is.EqualTo(told.Select(l => string.Join('\t', l))));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { BtrfsProblems.Replayed }));
    }

    /// <summary>The last commit alone is another tree: the test before would not hold without the log.</summary>
    [TestCaseSource(nameof(Synced))]
    public void Without_its_log_it_is_older(string name)
    {
        SparseImage image = BtrfsFixtures.Image(name);
        byte[] super = image.ReadBytes(BtrfsLayout.SuperAt, BtrfsLayout.SuperBytes);
        super.AsSpan(96, 8).Clear();
        BtrfsBytes.WriteChecksum(super);
        image.Write(BtrfsLayout.SuperAt, super);
        using var files = new ReadBtrfs(image, name, new ProblemLog());
        Assert.That(KernelAccount.Of(files), Is.Not.EqualTo(BtrfsFixtures.Account(name)));
    }

    /// <summary>A log that cannot be read is damage, and what was committed is read.</summary>
    [TestCase(97, 0x40)]
    [TestCase(100, 0x01)]
    public void A_log_that_is_damaged_is_told(int at, int bits)
    {
        SparseImage image = BtrfsFixtures.Image("dirty");
        byte[] super = image.ReadBytes(BtrfsLayout.SuperAt, BtrfsLayout.SuperBytes);
        super[at] ^= (byte)bits;
        BtrfsBytes.WriteChecksum(super);
        image.Write(BtrfsLayout.SuperAt, super);
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(image, "dirty", problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Has.Member(BtrfsProblems.Log));
        Assert.That(files.Bytes("old"), Is.EqualTo("old\n"u8.ToArray()));
        Assert.That(files.Find("new"), Is.EqualTo(EvidenceTree.None));
    }

    /// <summary>Bytes of files that the last commit has nothing of are compared with checksums, which only the log has.</summary>
    [Test]
    public void Bytes_that_only_the_log_tells_of_are_checked()
    {
        int checkedFiles = 0;
        foreach (string name in Synced)
        {
            SparseImage image = BtrfsFixtures.Image(name);
            using var whole = new ReadBtrfs(image, name, new ProblemLog());
            foreach (int node in Enumerable.Range(1, whole.Tree.Count - 1).Where(n => whole.Tree[n].Kind == EntryKind.File && whole.Tree[n].Size >= 4096))
            {
                byte[] bytes = new byte[SparseImage.PieceBytes];
                using (Stream stream = whole.Open(node))
                    stream.ReadExactly(bytes);
                long[] places = [.. image.Kept.Where(at => image.ReadBytes(at, bytes.Length).AsSpan().SequenceEqual(bytes))];
                if (places.Length != 1)
                    continue; // packed, or there twice
                SparseImage altered = image.Copy();
                altered.Write(places[0], [(byte)~bytes[0]]);
                var problems = new ProblemLog();
                using var files = new ReadBtrfs(altered, name, problems);
                using (Stream stream = files.Open(node))
                    stream.CopyTo(Stream.Null);
                Assert.That(problems.Sorted().Select(p => p.Code), Has.Member(BtrfsProblems.DataChecksum), $"{name}: node {node}");
                checkedFiles++;
            }
        }
        Assert.That(checkedFiles, Is.GreaterThan(0));
    }

    /// <summary>A frame that gives less than its extent has: the decoder writes beyond it, and the kernel reads zeros there.</summary>
    [Test]
    public void What_a_packed_extent_does_not_give_is_zeros()
    {
        byte[] plain = [.. Enumerable.Range(0, 8967).Select(i => (byte)"new"[i % 3])];
        byte[] packed = new byte[4096];
        using var compressor = new ZstdSharp.Compressor(3);
        byte[] frame = compressor.Wrap(plain).ToArray();
        frame.CopyTo(packed, 0);
        byte[] unpacked = ExtentUnpacker.Unpack(ExtentPacking.Zstd, packed, 12288, 4096);
        Assert.That(unpacked, Is.EqualTo(plain.Concat(new byte[12288 - plain.Length])));
    }
}
