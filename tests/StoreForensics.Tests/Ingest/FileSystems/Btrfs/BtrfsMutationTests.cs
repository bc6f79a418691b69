using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>Damaged images end by themselves, with problems or a result, and no other exception than those of damage.</summary>
public sealed class BtrfsMutationTests
{
    private static IEnumerable<string> Names => BtrfsFixtures.All;

    /// <summary>With checksums that are wrong then, and made right: who alters a disk can do so.</summary>
    [Test]
    public void With_flipped_bytes([ValueSource(nameof(Names))] string name, [Values] bool isChecksumRight)
    {
        SparseImage whole = BtrfsFixtures.Image(name);
        int nodeBytes = NodeBytes(whole);
        long[] nodes = [.. Nodes(whole)];
        var random = new Random((name.Length * 7919) + nodeBytes);
        for (int round = 0; round < 40; round++)
        {
            SparseImage image = whole.Copy();
            foreach (long at in Enumerable.Range(0, 1 + (round % 10 * 3)).Select(_ => nodes[random.Next(nodes.Length)]).Distinct().ToArray())
                Mutate(image, at, nodeBytes, isChecksumRight, random);
            ReadAll(image, $"{name}, round {round}");
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Cut_off(string name)
    {
        SparseImage image = BtrfsFixtures.Image(name);
        foreach (long length in (long[])[0, 1, 65536, 65600, 69632, 1 << 20, 6 << 20, image.Length / 4, image.Length / 2, image.Length - 1])
            ReadAll(image.Copy(length), $"{name}, {length} bytes");
    }

    private static void Mutate(SparseImage image, long at, int nodeBytes, bool isChecksumRight, Random random)
    {
        int length = at == BtrfsLayout.SuperAt ? BtrfsLayout.SuperBytes : nodeBytes;
        if (at + length > image.Length)
            return;
        byte[] node = image.ReadBytes(at, length);
        for (int i = 0; i < 4; i++)
        {
            int place = random.Next(3) == 0 ? random.Next(node.Length) : random.Next(64, 700);
            node[place] = (byte)random.Next(256);
        }
        if (isChecksumRight)
            BtrfsBytes.WriteChecksum(node);
        image.Write(at, node);
    }

    private static int NodeBytes(SparseImage image) => BitConverter.ToInt32(image.ReadBytes(BtrfsLayout.SuperAt + 148, 4));

    private static IEnumerable<long> Nodes(SparseImage image)
    {
        byte[] mark = image.ReadBytes(BtrfsLayout.SuperAt + 32, 16);
        return image.Kept.Where(at => image.ReadBytes(at + 32, 16).AsSpan().SequenceEqual(mark)).ToArray();
    }

    private static void ReadAll(SparseImage image, string what) =>
        DamagedImage.ReadAll(problems => new ReadBtrfs(image, "damaged", problems), what);
}
