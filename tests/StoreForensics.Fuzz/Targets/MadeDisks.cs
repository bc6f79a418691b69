using System.Buffers.Binary;
using StoreForensics.Tests.Ingest.Partitions;
using StoreForensics.Tests.Ingest.Partitions.Luks;
using StoreForensics.Tests.Ingest.Partitions.Md;
using StoreForensics.Tests.Ingest.Partitions.Thin;

namespace StoreForensics.Fuzz.Targets;

/// <summary>Disks that no fixture holds, written by hand as those of the tests are.</summary>
internal static class MadeDisks
{
    private const int ContentBytes = 256 * 1024;

    private static byte[] Content => [.. Enumerable.Range(0, ContentBytes).Select(i => (byte)((i * 31) + (i >> 9)))];

    /// <summary>Encrypted volumes, members of arrays, both versions of a boot record's chain.</summary>
    public static IEnumerable<Seed> All()
    {
        yield return new Seed("luks1.disk", new MadeLuks(1).Make(Content));
        yield return new Seed("luks2.disk", new MadeLuks(2).Make(Content));
        foreach (string version in (string[])["0.90", "1.0", "1.1", "1.2"])
        {
            foreach (int level in (int[])[0, 1, 5, 10])
                yield return new Seed($"md{version}-{level}.disk", Array(version, level));
        }
    }

    /// <summary>The metadata of a pool of thin volumes.</summary>
    public static IEnumerable<Seed> Thin()
    {
        yield return new Seed("thin.pool", new MadePool().With(1, (0, 1), (12, 2)).With(2, (3, 0)).With(3).Metadata(1 << 20, 16));
    }

    /// <summary>A disk of VirtualBox: a header, a map, blocks in another order than the medium's.</summary>
    public static IEnumerable<Seed> Vdi()
    {
        const int block = 1 << 16, mapAt = 1024, dataAt = 4096;
        byte[] image = new byte[dataAt + (3 * block)];
        uint[] map = [1, uint.MaxValue, uint.MaxValue - 1, 0, 2];
        (int At, uint Value)[] fields =
            [(0x40, 0xBEDA107F), (0x44, 0x00010001), (0x48, 0x190), (0x4C, 1), (0x154, mapAt), (0x158, dataAt), (0x168, 512), (0x170, 5 * block),
                (0x178, block), (0x180, (uint)map.Length), .. map.Select((m, i) => (mapAt + (4 * i), m))];
        "<<< a disk >>>\n"u8.CopyTo(image);
        foreach ((int at, uint value) in fields)
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        Content.AsSpan(0, 3 * block).CopyTo(image.AsSpan(dataAt));
        yield return new Seed("made.vdi", image);
    }

    // All members on one disk, each in a partition.
    private static byte[] Array(string version, int level)
    {
        int members = level is 5 ? 3 : 2;
        uint layout = level == 10 ? 0x102u : 0;
        byte[][] made = [.. Enumerable.Range(0, members).Select(i =>
            new MadeMember(version, level, members, i) { Size = ContentBytes, Layout = layout }.Make(Content))];
        int sectors = made[0].Length / 512;
        byte[] disk = new byte[(2048 + (members * sectors)) * 512];
        MadeDisk.Mbr(disk, [.. made.Select((_, i) => (2048 + (i * sectors), sectors))]);
        for (int i = 0; i < members; i++)
            made[i].CopyTo(disk, (2048 + (i * sectors)) * 512);
        return disk;
    }
}
