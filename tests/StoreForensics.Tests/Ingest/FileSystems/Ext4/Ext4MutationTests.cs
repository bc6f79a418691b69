namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>Damaged images end by themselves, with problems or a result, and no other exception than those of damage.</summary>
public sealed class Ext4MutationTests
{
    private static IEnumerable<string> Names => Ext4Images.All.Select(i => i.Name).Append("fsck-ext4-1k").Append("fsck-ext4-4k-64");

    [TestCaseSource(nameof(Names))]
    public void With_flipped_bytes(string name)
    {
        byte[] image = File.ReadAllBytes(Ext4Fixtures.PathOf(name + ".img"));
        int[] used = [.. Enumerable.Range(0, image.Length).Where(i => image[i] != 0)];
        var random = new Random(name.Length * 7919 + image.Length);
        for (int round = 0; round < 40; round++)
        {
            byte[] damaged = [.. image];
            // Mostly where something is, for most of an image is empty.
            for (int i = 0; i < 1 + (round % 20 * 5); i++)
                damaged[random.Next(10) == 0 ? random.Next(damaged.Length) : used[random.Next(used.Length)]] = (byte)random.Next(256);
            ReadAll(damaged, $"{name}, round {round}");
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Cut_off(string name)
    {
        byte[] image = File.ReadAllBytes(Ext4Fixtures.PathOf(name + ".img"));
        foreach (int length in (int[])[0, 1, 1023, 1024, 1500, 2047, 2048, 4096, 5000, image.Length / 4, image.Length / 2, image.Length - 1])
            ReadAll(image[..length], $"{name}, {length} bytes");
    }

    private static void ReadAll(byte[] image, string what) =>
        DamagedImage.ReadAll(problems => new ReadExt4(new MemoryBlocks(image), "damaged", problems), what);
}
