using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Databases;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Formats.Bolt;

/// <summary>Whatever is done to a file's bytes: reading ends, throws nothing and hands out no more than the file holds.</summary>
public sealed class BoltMutationTest
{
    private static readonly byte[] Sample = MakeSample();

    [Test]
    public void EveryTruncation()
    {
        for (int length = 0; length <= Sample.Length; length += length < 5 * 512 ? 7 : 31)
            ReadAll(Sample[..length]);
    }

    [Test]
    public void EveryByteOfEveryHeaderAndElement()
    {
        byte[] file = [.. Sample];
        for (int at = 0; at < file.Length; at++)
        {
            if (at % 512 >= 128)
                continue;
            byte kept = file[at];
            foreach (byte value in (ReadOnlySpan<byte>)[0x00, 0xFF, (byte)(kept ^ 0x01), (byte)(kept ^ 0x80)])
            {
                file[at] = value;
                ReadAll(file);
            }
            file[at] = kept;
        }
    }

    [Test]
    public void ManyFaultsAtOnce([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 1500; round++)
        {
            byte[] file = [.. Sample];
            for (int i = random.Next(1, 30); i > 0; i--)
                Spoil(file, random);
            ReadAll(file);
        }
    }

    private static void Spoil(byte[] file, Random random)
    {
        // Damage where it hurts: the checksum is made right again, so that the tree is followed and not refused at the door.
        int at = random.Next(2) == 0 ? random.Next(file.Length) : (random.Next(file.Length / 512) * 512) + random.Next(64);
        file[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)random.Next(12), _ => (byte)(file[at] ^ (1 << random.Next(8))) };
        for (int page = 0; page < 2; page++)
            BitConverter.GetBytes(BoltLayout.Checksum(file.AsSpan((page * 512) + 16, 56))).CopyTo(file, (page * 512) + 72);
    }

    private static void ReadAll(byte[] file)
    {
        var log = new ProblemLog();
        BoltFile bolt = BoltFile.Open(file, log, BoltAsserts.Origin);
        long size = Size(bolt.Root) + Size(bolt.PreviousRoot);
        long carved = bolt.Carve().Sum(c => (long)c.Key.Span.Length + c.Value.Length);
        Assert.That(size, Is.LessThanOrEqualTo(2L * file.Length));
        Assert.That(carved, Is.LessThanOrEqualTo(2L * file.Length));
        VolumeDatabase.Read(file, log, BoltAsserts.Origin);
        NetworkDatabase.Read(file, log, BoltAsserts.Origin);
    }

    private static long Size(BoltBucket? root) =>
        root?.WithDescendants().SelectMany(b => b.Entries).Where(e => !e.IsBucket).Sum(e => (long)e.Key.Span.Length + e.Value.Length) ?? 0;

    private static byte[] MakeSample()
    {
        var b = new BoltBuilder(512);
        const string Network = "\0\0\0\0\0\0\0\0{\"name\":\"n\",\"ipamV4Config\":\"[{}]\",\"labels\":{\"a\":\"b\"}}";
        return b
            .Leaf(2, b.Bucket("libnetwork", 3), b.Bucket("tree", 4), b.Inline("volumes", 3, Value("v", """{"Name":"v","Driver":"local"}""")))
            .Leaf(3, Value("docker/network/v1.0/network/1/", Network), Value("docker/network/v1.0/sandbox/2/", "\0\0\0\0\0\0\0\0{\"Cid\":\"c\"}"))
            .Branch(4, Child("a", 5), Child("k", 6), Child("t", 7))
            .Leaf(5, Value("a", "1"), b.Bucket("b", 9, 8))
            .Leaf(6, Value("k", new string('x', 100)))
            .Leaf(7, Value("t", new string('y', 700)), b.Inline("u", Value("z", "1")))
            .Leaf(9, Value("deep", "2"))
            .Leaf(10, Value("docker/network/v1.0/endpoint/1/3/", Network), Value("v2", """{"Name":"v2","Driver":"local"}"""))
            .Branch(11, Child("a", 5), Child("k", 12)).Leaf(12, Value("k", "old"))
            .Leaf(13, b.Bucket("tree", 11), b.Inline("volumes", Value("v3", """{"Name":"v3","Driver":"nfs"}""")))
            .Leaf(14, b.Bucket("libnetwork", 3))
            .Meta(0, 2, 8).Meta(1, 14, 7).Build();
    }
}
