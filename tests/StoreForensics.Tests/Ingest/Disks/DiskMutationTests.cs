using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>
/// Whatever is done to an image's bytes: opening it and reading its medium ends, throws nothing but that it cannot be opened or read, and takes no more memory
/// than a bound that does not depend on what the bytes claim.
/// </summary>
[NonParallelizable] // what is allocated meanwhile is counted
internal sealed class DiskMutationTests
{
    private const int Rounds = 60;
    private const long MaxReadBytes = 6 << 20;
    private const long MaxAllocatedBytes = 256L << 20;

    private static readonly string[] s_files =
    [
        "v3.qcow2", "zlib.qcow2", "zstd.qcow2", "subzlib.qcow2", "over.qcow2", "ext.qcow2", "monolithicSparse.vmdk", "streamOptimized.vmdk", "delta.vmdk",
        "twoGbMaxExtentSparse.vmdk", "monolithicFlat.vmdk", "fixed.vhd", "dynamic.vhd", "dynamic.vhdx", "fast.E01", "smart.s01", "first.e01",
    ];

    [Test]
    public void Flipped_bits([ValueSource(nameof(s_files))] string file)
    {
        byte[] whole = File.ReadAllBytes(DiskFixtures.PathOf(file));
        int[] used = [.. Enumerable.Range(0, whole.Length).Where(i => whole[i] != 0)];
        var random = new Random(20_261_101);
        Mutate(file, whole, bytes =>
        {
            // A third at the beginning, where headers are; the others where something is written.
            int at = random.Next(3) == 0 ? random.Next(Math.Min(1024, bytes.Length)) : used[random.Next(used.Length)];
            bytes[at] = random.Next(2) == 0 ? (byte)(bytes[at] ^ (1 << random.Next(8))) : (byte)random.Next(256);
            return bytes;
        });
    }

    [Test]
    public void Truncated([ValueSource(nameof(s_files))] string file)
    {
        byte[] whole = File.ReadAllBytes(DiskFixtures.PathOf(file));
        var random = new Random(20_261_102);
        Mutate(file, whole, bytes => bytes[..random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 4096))]);
    }

    [Test]
    public void Partition_tables()
    {
        byte[] whole = Partitions.PartitionFixtures.Bytes("lvm.raw");
        int[] places = [0, 446, 512, 1024, whole.Length - 512, whole.Length - 33 * 512, 6144 * 512, 6144 * 512 + 512, 6144 * 512 + 4096, 22528 * 512 + 4096];
        var random = new Random(20_261_103);
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. whole];
            for (int i = 0; i < 1 + round % 3; i++)
                bytes[Math.Min(bytes.Length - 1, places[random.Next(places.Length)] + random.Next(512))] = (byte)random.Next(256);
            foreach (Partition part in Partitions.PartitionFixtures.Read(bytes[..(round % 4 == 0 ? random.Next(bytes.Length) : bytes.Length)]).Partitions)
                ReadSome(part.Blocks);
        }
    }

    private static void Mutate(string file, byte[] whole, Func<byte[], byte[]> change)
    {
        // In the fixtures' directory, so that parents and extents are found.
        string ending = Path.GetExtension(file), path = DiskFixtures.PathOf($"mutated-{TestContext.CurrentContext.Test.ID}{ending}");
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                byte[] bytes = change([.. whole]);
                File.WriteAllBytes(path, bytes);
                Survive(path, $"{file}, round {round}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Survive(string path, string what)
    {
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            using OpenedDisk disk = Media.Open(path);
            ReadSome(disk.Medium);
            PartitionReader.Read(disk.Medium, path, new ProblemLog(), disk.Details.SectorBytes);
        }
        catch (EvidenceOpenException)
        {
            // says that it cannot be opened
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(MaxAllocatedBytes), what);
    }

    private static void ReadSome(IBlockSource medium)
    {
        byte[] buffer = new byte[1 << 16];
        for (long at = 0; at < Math.Min(medium.Length, MaxReadBytes); at += buffer.Length)
            ReadOne(medium, at, buffer);
        ReadOne(medium, Math.Max(0, medium.Length - buffer.Length), buffer);
    }

    private static void ReadOne(IBlockSource medium, long at, byte[] buffer)
    {
        try
        {
            medium.ReadAt(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, medium.Length - at)));
        }
        catch (EvidenceFormatException)
        {
            // says that it cannot be read
        }
    }
}
