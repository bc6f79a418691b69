using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Partitions.Thin;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.Disks;

namespace StoreForensics.Tests.Ingest.Partitions.Thin;

/// <summary>Thin pools written by hand. Those that LVM and an engine made are in the evidence (<c>sponge</c>).</summary>
internal sealed class ThinPoolTests
{
    private const int Block = MadePool.BlockBytes;
    private const int DataBlocks = 40;

    private static readonly byte[] s_data = Data();

    [Test]
    public void Blocks_lie_where_the_trees_say_and_what_has_none_is_a_hole()
    {
        (ulong, ulong)[] mappings = [.. Enumerable.Range(0, 30).Select(i => ((ulong)(i * 3), (ulong)(39 - i)))];
        using IBlockSource device = Pool(new MadePool().With(1).With(4, mappings).With(9, (0, 3))).Open(4, 100 * Block);
        byte[] truth = new byte[100 * Block];
        foreach ((ulong block, ulong data) in mappings)
            s_data.AsSpan((int)data * Block, Block).CopyTo(truth.AsSpan((int)block * Block));
        Media.AssertSame(device, truth);
        Assert.Multiple(() =>
        {
            Assert.That(device.NextData(0), Is.EqualTo(new DataRun(0, Block)));
            Assert.That(device.NextData(Block), Is.EqualTo(new DataRun(3 * Block, 4 * Block)));
            Assert.That(device.NextData((87 * Block) + 5).Start, Is.EqualTo((87 * Block) + 5));
            Assert.That(device.NextData(88 * Block).IsEmpty, Is.True);
        });
    }

    [Test]
    public void A_device_without_blocks_is_a_hole()
    {
        using IBlockSource device = Pool(new MadePool().With(1)).Open(1, 7 * Block);
        Assert.That(device.NextData(0).IsEmpty, Is.True);
        Media.AssertSame(device, new byte[7 * Block]);
    }

    /// <summary>An external origin may be shorter than the volume.</summary>
    [Test]
    public void What_has_no_block_comes_from_the_origin()
    {
        byte[] origin = [.. Enumerable.Repeat((byte)0xEE, (3 * Block) + 100)];
        using IBlockSource device = Pool(new MadePool().With(1, (1, 5))).Open(1, 5 * Block, new BytesSource(origin));
        byte[] truth = new byte[5 * Block];
        origin.CopyTo(truth, 0);
        s_data.AsSpan(5 * Block, Block).CopyTo(truth.AsSpan(Block));
        Media.AssertSame(device, truth);
    }

    /// <summary>Nothing records the length of a device that only its pool knows.</summary>
    [Test]
    public void The_length_is_what_blocks_and_file_system_need()
    {
        ThinPool pool = Pool(new MadePool().With(1, (0, 1), (12, 2)).With(2, (3, 0)).With(3));
        byte[] ext = new byte[4096];
        BinaryPrimitives.WriteUInt32LittleEndian(ext.AsSpan(1028), 5000);
        (ext[1080], ext[1081]) = (0x53, 0xEF);
        byte[] data = [.. s_data];
        ext.CopyTo(data, 6 * Block);
        ThinPool withExt = new(new BytesSource(new MadePool().With(7, (0, 6)).Metadata(1 << 20, DataBlocks)), new BytesSource(data), "p");
        Assert.That((pool.Open(1, null).Length, pool.Open(2, null).Length, pool.Open(3, null).Length, withExt.Open(7, null).Length),
            Is.EqualTo((13L * Block, 4L * Block, 0L, 5000L * 1024)));
    }

    [Test]
    public void Devices_are_listed_with_what_is_known_of_them()
    {
        var pool = new MadePool();
        for (ulong device = 1; device <= 50; device++)
            pool.With(device * 7, (0, 1), (2, 3));
        var told = new List<string>();
        IReadOnlyList<ThinDevice> devices = Pool(pool).Devices((code, _, _) => told.Add(code));
        Assert.That(devices, Is.EqualTo(Enumerable.Range(1, 50).Select(i => new ThinDevice((ulong)i * 7, 2, (ulong)i * 7))));
        Assert.That(told, Is.Empty);
    }

    [Test]
    public void What_is_odd_is_told()
    {
        var told = new List<(string Code, string Words)>();
        byte[] metadata = new MadePool { Flags = 1, HeldRoot = 20, Transaction = 8 }.With(3, (0, 1)).Metadata(1 << 20, 4000);
        new ThinPool(new BytesSource(metadata), new BytesSource(s_data), "vg/pool").Tell((code, _, words) => told.Add((code, words)));
        Assert.That(told.Select(t => t.Code), Is.EqualTo([PartitionProblems.OddPool, PartitionProblems.OddPool, PartitionProblems.HeldPool]));
        Assert.That(told[2].Words, Does.Contain("transaction 8"));
        MadePool.Seal(metadata.AsSpan(0, 4096));
        metadata[20 * 4096] ^= 1;
        told.Clear();
        new ThinPool(new BytesSource(metadata), new BytesSource(s_data), "vg/pool").Tell((code, _, words) => told.Add((code, words)));
        Assert.That(told[^1].Words, Does.Contain("cannot be read"));
    }

    [TestCase(0, 32, "no superblock")]
    [TestCase(0, 100, "checksum")]
    [TestCase(1, 40, "checksum")]
    public void A_damaged_block_is_damage(int block, int at, string words)
    {
        byte[] metadata = new MadePool().With(1, (0, 1)).Metadata(1 << 20, DataBlocks);
        metadata[(block * 4096) + at] ^= 1;
        EvidenceFormatException damage = Assert.Throws<EvidenceFormatException>(() =>
            new ThinPool(new BytesSource(metadata), new BytesSource(s_data), "p").Open(1, Block).ReadAt(0, new byte[512]))!;
        Assert.That((damage.Code, damage.Message.Contains(words, StringComparison.Ordinal)), Is.EqualTo((PartitionProblems.BadPool, true)));
    }

    [Test]
    public void A_mapping_beyond_the_data_is_damage_there_and_nowhere_else()
    {
        using IBlockSource device = Pool(new MadePool().With(1, (0, 1), (1, 4000), (2, 2))).Open(1, 3 * Block);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => device.ReadAt(Block, new byte[512]))!.Code, Is.EqualTo(PartitionProblems.BadPool));
        Assert.That(device.NextData(Block).Start, Is.EqualTo(Block), "reading it tells");
        Assert.DoesNotThrow(() => device.ReadAt(2 * Block, new byte[512]));
    }

    /// <summary>Nodes that name themselves or one above them, with right checksums.</summary>
    [Test]
    public void A_tree_that_leads_back_into_itself_ends()
    {
        byte[] whole = new MadePool().With(1, [.. Enumerable.Range(0, 39).Select(i => ((ulong)i, (ulong)i))]).Metadata(1 << 20, DataBlocks);
        int ended = 0;
        for (int block = 1; block < 12; block++)
        {
            for (int target = 1; target < 12; target++)
            {
                byte[] metadata = [.. whole];
                Span<byte> node = metadata.AsSpan(block * 4096, 4096);
                if (BinaryPrimitives.ReadInt32LittleEndian(node[4..]) != 1)
                    continue;
                BinaryPrimitives.WriteInt64LittleEndian(node[(32 + 48 + 8)..], target);
                MadePool.Seal(node);
                ended += Read(metadata) ? 0 : 1;
            }
        }
        Assert.That(ended, Is.GreaterThan(0));
    }

    /// <summary>Checksums are made right again, so that what is behind them is reached.</summary>
    [Test]
    public void Any_byte_changed([Values(true, false)] bool isSealed)
    {
        byte[] whole = new MadePool { HeldRoot = 20 }.With(1, [.. Enumerable.Range(0, 39).Select(i => ((ulong)i, (ulong)i))]).With(2).With(5, (1, 1))
            .Metadata(32 * 4096, DataBlocks);
        int[] used = [.. Enumerable.Range(0, whole.Length).Where(i => whole[i] != 0)];
        var random = new Random(20_261_130);
        int damaged = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] metadata = [.. whole];
            int at = used[random.Next(used.Length)];
            metadata[at] = (byte)random.Next(256);
            if (isSealed)
                MadePool.Seal(metadata.AsSpan(at / 4096 * 4096, 4096));
            damaged += Read(round % 10 == 0 ? metadata[..random.Next(metadata.Length)] : metadata) ? 0 : 1;
        }
        Assert.That(damaged, Is.GreaterThan(100));
    }

    // Whether nothing was wrong; anything else thrown than damage fails the test.
    private static bool Read(byte[] metadata)
    {
        bool isWhole = true;
        try
        {
            var pool = new ThinPool(new BytesSource(metadata), new BytesSource(s_data), "p");
            pool.Tell((_, severity, _) => isWhole &= severity != ProblemSeverity.Damage);
            foreach (ThinDevice device in pool.Devices((_, _, _) => isWhole = false))
            {
                IBlockSource blocks = pool.Open(device.Id, null);
                long from = 0;
                for (int runs = 0; runs < 1000 && blocks.NextData(from) is { IsEmpty: false } run; runs++)
                {
                    blocks.ReadAt(run.Start, new byte[(int)Math.Min(512, run.End - run.Start)]);
                    Assert.That(run.End, Is.GreaterThan(from));
                    from = run.End;
                }
            }
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
        return isWhole;
    }

    private static ThinPool Pool(MadePool made) => new(new BytesSource(made.Metadata(1 << 20, DataBlocks)), new BytesSource(s_data), "p");

    private static byte[] Data()
    {
        byte[] data = new byte[DataBlocks * Block];
        new Random(7).NextBytes(data);
        return data;
    }
}
