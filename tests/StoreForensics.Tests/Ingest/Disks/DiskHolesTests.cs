using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>What an image says that it does not store is a hole. <see cref="Media.AssertSame"/> holds the holes of every image against its medium.</summary>
internal sealed class DiskHolesTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("sf-disk-holes-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    /// <summary>Every fourth 32 KiB of the medium: in clusters of 512 bytes, in subclusters of 2 KiB.</summary>
    [TestCase("small.qcow2")]
    [TestCase("sub.qcow2")]
    public void Clusters_that_are_not_allocated(string file)
    {
        using OpenedDisk disk = Media.Open(DiskFixtures.PathOf(file));
        Assert.That(Holes(disk.Medium), Is.EqualTo(Enumerable.Range(0, PatternMedium.Sectors / 256).Select(i => ((i * 4 + 3) * 32768L, (i + 1) * 4 * 32768L))));
    }

    /// <summary>The first entry of the table of blocks says that nothing is stored.</summary>
    [TestCase("dynamic.vhd")]
    [TestCase("dynamic.vhdx")]
    [TestCase("monolithicSparse.vmdk")]
    public void A_block_that_is_not_allocated(string file)
    {
        byte[] bytes = File.ReadAllBytes(DiskFixtures.PathOf(file));
        string patched = Path.Combine(_directory, file);
        switch (Path.GetExtension(file))
        {
            case ".vhd":
                bytes.AsSpan((int)BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(512 + 16)), 4).Fill(0xff);
                break;
            case ".vhdx":
                bytes.AsSpan(BlockTable(bytes), 8).Clear();
                break;
            default:
                bytes.AsSpan((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(56)) * 512, 4).Clear();
                break;
        }
        File.WriteAllBytes(patched, bytes);
        using OpenedDisk disk = Media.Open(patched);
        (long start, long end) = Holes(disk.Medium).First();
        Assert.That(start, Is.Zero);
        Assert.That(end, Is.GreaterThanOrEqualTo(1 << 20));
        byte[] zeros = new byte[end];
        disk.Medium.ReadAt(0, zeros);
        Assert.That(zeros.AsSpan().ContainsAnyExcept((byte)0), Is.False);
    }

    // MS-VHDX 2.2.3: the region table; its entries begin with a GUID, and the first is the table of blocks or the metadata.
    private static int BlockTable(byte[] bytes)
    {
        const int table = 192 * 1024;
        int entry = Enumerable.Range(0, 2).Select(i => table + 16 + (i * 32)).First(at => bytes[at] == 0x66 && bytes[at + 1] == 0x77);
        return (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(entry + 16));
    }

    private static IEnumerable<(long Start, long End)> Holes(IBlockSource source)
    {
        var holes = new List<(long Start, long End)>();
        long at = 0;
        for (DataRun run; !(run = source.NextData(at)).IsEmpty; at = run.End)
        {
            if (run.Start > at)
                holes.Add((at, run.Start));
        }
        if (at < source.Length)
            holes.Add((at, source.Length));
        return holes;
    }
}
