using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.Disks;
using StoreForensics.Tests.Ingest.FileSystems;

namespace StoreForensics.Tests.Ingest.Partitions.Md;

/// <summary>Software RAID of members written by hand, their content laid out as md(4) and mdadm(8) describe it.</summary>
internal sealed class MdTests
{
    private const int Chunk = 4096;
    private static readonly byte[] s_content = Content();

    private string? _folder;

    [TearDown]
    public void Remove()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        _folder = null;
    }

    [Test]
    public void Mirrors([Values("0.90", "1.0", "1.1", "1.2")] string version, [Values(0, 1, 2)] int missing)
    {
        byte[][] members = [.. Enumerable.Range(0, 2).Select(i => new MadeMember(version, 1, 2, i) { Size = s_content.Length }.Make(s_content))];
        (Partition? array, IReadOnlyList<Problem> problems) = Read([.. members.Where((_, i) => i + 1 != missing)]);
        Media.AssertSame(array!.Blocks, s_content);
        Assert.That(problems.Select(p => p.Code), Is.EqualTo(missing == 0 ? [] : new[] { PartitionProblems.DegradedArray }));
        Assert.That((array.FoundAs, array.Type), Is.EqualTo((version == "0.90" ? "md 3" : "md host:data", $"Linux software RAID 1 of 2 (metadata {version})")));
    }

    [Test]
    public void An_old_superblock_of_a_big_endian_machine()
    {
        (Partition? array, IReadOnlyList<Problem> problems) = Read(
            [.. Enumerable.Range(0, 2).Select(i => new MadeMember("0.90", 1, 2, i) { Size = s_content.Length, IsBigEndian = true }.Make(s_content))]);
        Assert.That(problems, Is.Empty);
        Media.AssertSame(array!.Blocks, s_content);
    }

    [Test]
    public void Stripes([Values("0.90", "1.0", "1.2")] string version, [Values(2, 3)] int disks)
    {
        byte[] content = s_content[..(disks * 24 * Chunk)];
        byte[][] data = Spread(disks, content, (chunk, _) => (chunk % disks, chunk / disks), 1, 24);
        (Partition? array, IReadOnlyList<Problem> problems) = Read(
            [.. data.Select((d, i) => new MadeMember(version, 0, disks, i) { Size = d.Length }.Make(d))]);
        Assert.That(problems, Is.Empty);
        // The first versions use all that there is of a member.
        byte[] own = new byte[content.Length];
        array!.Blocks.ReadAt(0, own);
        Assert.That(own.AsSpan().SequenceEqual(content), Is.True);
    }

    /// <summary>Past the shortest member the chunks go on over the others, counted from there or from the array's start.</summary>
    [TestCase(1u)]
    [TestCase(2u)]
    [TestCase(0u)]
    public void Stripes_over_unequal_members(uint layout)
    {
        int[] chunks = [5, 8, 8];
        var expected = new MemoryStream();
        byte[][] data = [.. chunks.Select((c, i) => s_content[(i * 10 * Chunk)..(((i * 10) + c) * Chunk)])];
        for (int row = 0; row < 5; row++)
        {
            foreach (byte[] member in data)
                expected.Write(member.AsSpan(row * Chunk, Chunk));
        }
        for (int turn = 0; turn < 6; turn++)
        {
            int place = layout == 1 ? (15 + turn) % 2 : turn % 2;
            expected.Write(data[1 + place].AsSpan((5 + (turn / 2)) * Chunk, Chunk));
        }
        (Partition? array, IReadOnlyList<Problem> problems) = Read([.. data.Select((d, i) =>
            new MadeMember("1.2", 0, 3, i) { Size = d.Length, Layout = layout, Features = layout == 0 ? 0u : 4096 }.Make(d))]);
        Media.AssertSame(array!.Blocks, expected.ToArray());
        Assert.That(problems.Select(p => p.Code), Is.EqualTo(layout == 0 ? new[] { PartitionProblems.OddArray } : []));
    }

    [Test]
    public void Members_one_after_the_other()
    {
        byte[][] data = [s_content[..(3 * Chunk)], s_content[(3 * Chunk)..(10 * Chunk)]];
        (Partition? array, IReadOnlyList<Problem> problems) = Read([.. data.Select((d, i) => new MadeMember("1.2", -1, 2, i) { Size = d.Length }.Make(d))]);
        Assert.That(problems, Is.Empty);
        Media.AssertSame(array!.Blocks, s_content[..(10 * Chunk)]);
    }

    [Test]
    public void Mirrored_stripes([Values("n2", "f2", "o2", "n3")] string layout, [Values(3, 4, 5)] int disks, [Values(-1, 0, 2)] int missing)
    {
        int copies = layout[1] - '0';
        const int Rows = 24;
        int chunks = Rows * disks / copies;
        byte[] content = s_content[..(chunks * Chunk)];
        Func<int, int, (int, int)> place = layout[0] switch
        {
            'n' => (chunk, copy) => (((chunk * copies) + copy) % disks, ((chunk * copies) + copy) / disks),
            'f' => (chunk, copy) => ((chunk + copy) % disks, (chunk / disks) + (copy * (Rows / copies))),
            _ => (chunk, copy) => (((chunk % disks) + copy) % disks, (chunk / disks * copies) + copy),
        };
        uint word = layout[0] switch { 'n' => 0x100u | (uint)copies, 'f' => (uint)copies << 8 | 1, _ => 0x10000 | (uint)copies << 8 | 1 };
        byte[][] data = Spread(disks, content, place, copies, Rows);
        byte[][] members = [.. data.Select((d, i) => new MadeMember("1.2", 10, disks, i) { Size = d.Length, Layout = word }.Make(d))];
        (Partition? array, IReadOnlyList<Problem> problems) = Read([.. members.Where((_, i) => i != missing)]);
        Media.AssertSame(array!.Blocks, content);
        Assert.That(problems.Select(p => p.Code), Is.EqualTo(missing < 0 ? [] : new[] { PartitionProblems.DegradedArray }));
    }

    [Test]
    public void What_lies_on_a_missing_member_cannot_be_read()
    {
        byte[][] data = Spread(2, s_content[..(48 * Chunk)], (chunk, _) => (chunk % 2, chunk / 2), 1, 24);
        (Partition? array, IReadOnlyList<Problem> problems) = Read([new MadeMember("1.2", 0, 2, 0) { Size = 24 * Chunk }.Make(data[0])]);
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo([(PartitionProblems.MissingMember, ProblemSeverity.Damage)]));
        Assert.DoesNotThrow(() => array!.Blocks.ReadAt(2 * Chunk, new byte[Chunk]));
        Assert.That(Assert.Throws<EvidenceFormatException>(() => array!.Blocks.ReadAt(Chunk, new byte[Chunk]))!.Code, Is.EqualTo(DiskProblems.MissingPart));
    }

    [TestCase(30UL, PartitionProblems.OldMember)]
    [TestCase(39UL, null)]
    public void The_newest_of_members_that_disagree_is_read(ulong events, string? code)
    {
        byte[] older = new MadeMember("1.2", 1, 2, 0) { Size = s_content.Length, Events = events }.Make([.. s_content.Select(b => (byte)~b)]);
        (Partition? array, IReadOnlyList<Problem> problems) = Read([older, new MadeMember("1.2", 1, 2, 1) { Size = s_content.Length }.Make(s_content)]);
        Media.AssertSame(array!.Blocks, s_content);
        Assert.That(problems.Select(p => p.Code), code is null ? Is.Empty : Does.Contain(code).And.Contain(PartitionProblems.DegradedArray));
    }

    [Test]
    public void A_member_that_was_thrown_out_or_is_being_filled_is_not_used()
    {
        byte[] thrown = new MadeMember("1.2", 1, 2, 0) { Size = s_content.Length, Events = 40 }.Make(new byte[s_content.Length]);
        byte[] newest = new MadeMember("1.2", 1, 2, 1) { Size = s_content.Length, Events = 41, Places = [0xFFFE, 1] }.Make(s_content);
        Media.AssertSame(Read([thrown, newest]).Array!.Blocks, s_content);
        byte[] filling = new MadeMember("1.2", 1, 2, 0) { Size = s_content.Length, Features = 2, Events = 41 }.Make(new byte[s_content.Length]);
        (Partition? array, IReadOnlyList<Problem> problems) = Read([filling, new MadeMember("1.2", 1, 2, 1) { Size = s_content.Length }.Make(s_content)]);
        Media.AssertSame(array!.Blocks, s_content);
        Assert.That(problems.Select(p => p.Code), Does.Contain(PartitionProblems.OldMember));
    }

    [TestCase(5, 0u)]
    [TestCase(1, 4u)]
    public void Kinds_that_are_not_read_are_named(int level, uint features)
    {
        (Partition? array, IReadOnlyList<Problem> problems) = Read(
            [new MadeMember("1.2", level, 2, 0) { Size = Chunk, Features = features }.Make(new byte[Chunk])]);
        Assert.That((array, problems.Single().Code), Is.EqualTo(((Partition?)null, PartitionProblems.ArrayNotRead)));
    }

    [TestCase("1.2", 4096 + 80)]
    [TestCase("1.1", 200)]
    [TestCase("0.90", -65536 + 40)]
    public void A_damaged_superblock_is_told_and_the_other_member_is_read(string version, int at)
    {
        byte[][] members = [.. Enumerable.Range(0, 2).Select(i => new MadeMember(version, 1, 2, i) { Size = s_content.Length }.Make(s_content))];
        members[0][at < 0 ? members[0].Length + at : at] ^= 1;
        (Partition? array, IReadOnlyList<Problem> problems) = Read(members);
        Media.AssertSame(array!.Blocks, s_content);
        Assert.That(problems.Select(p => p.Code), Is.EquivalentTo([PartitionProblems.BadMember, PartitionProblems.DegradedArray]));
    }

    /// <summary>Two images of one call: the first has the array, the second is told to be a part of it.</summary>
    [Test]
    public void Members_on_two_disks([Values(true, false)] bool inDirectory)
    {
        string folder = _folder = Directory.CreateTempSubdirectory("sf-md-").FullName;
        byte[] content = NestedExt2.Image("here");
        byte[][] data = Spread(2, content, (chunk, _) => (chunk % 2, chunk / 2), 1, content.Length / Chunk / 2);
        string[] paths = [.. data.Select((d, i) =>
        {
            string path = Path.Combine(folder, i == 0 ? "a.raw" : Directory.CreateDirectory(Path.Combine(folder, "more")).FullName + "/b.raw");
            File.WriteAllBytes(path, new MadeMember("1.2", 0, 2, i) { Size = d.Length }.Make(d));
            return path;
        })];
        using var scratch = new Scratch(folder);
        var problems = new ProblemLog();
        OpenOptions options = new() { Scratch = scratch, Problems = problems };
        using OpenedEvidence first = EvidenceOpener.Open(paths[0], inDirectory ? options with { DiskDirectory = Path.Combine(folder, "more") }
            : options with { Others = [(paths[1], false)] });
        Assert.That(first.Source.Tree.Find(EvidenceTree.Root, "md-host-data/here"u8), Is.Not.EqualTo(EvidenceTree.None));
        Assert.That(problems.Sorted(), Is.Empty);
        if (inDirectory)
            return;
        using OpenedEvidence second = EvidenceOpener.Open(paths[1], options with { Others = [(paths[0], true)] });
        Assert.That((second.Source.Tree.Count, second.Details.Disk!.PartOf), Is.EqualTo((1, "a.raw")));
        Assert.That(Assert.Throws<EvidenceOpenException>(() => EvidenceOpener.Open(paths[1], options))!.Message, Does.Contain("RAID"));
    }

    /// <summary>A volume group whose two physical volumes are two images.</summary>
    [Test]
    public void A_volume_group_on_two_disks()
    {
        string folder = _folder = Directory.CreateTempSubdirectory("sf-vg-").FullName;
        byte[] files = NestedExt2.Image("spread");
        string[] paths = [.. "ab".Select(id =>
        {
            byte[] disk = new byte[4 * MadeDisk.ExtentBytes];
            MadeDisk.Physical(disk, "vg", "root", id, ('a', 1), ('b', 1));
            files.AsSpan(0, id == 'a' ? files.Length : 0).CopyTo(disk.AsSpan(MadeDisk.ExtentBytes));
            string path = Path.Combine(folder, id + ".raw");
            File.WriteAllBytes(path, disk);
            return path;
        })];
        using var scratch = new Scratch(folder);
        var problems = new ProblemLog();
        OpenOptions options = new() { Scratch = scratch, Problems = problems };
        var pieces = new List<string>();
        using OpenedEvidence first = EvidenceOpener.Open(paths[0], options with { Others = [(paths[1], false)], FilesFound = pieces.AddRange });
        Assert.That(first.Source.Tree.Find(EvidenceTree.Root, "lvm-vg-root/spread"u8), Is.Not.EqualTo(EvidenceTree.None));
        Assert.That(problems.Sorted(), Is.Empty);
        Assert.That(pieces.Select(Path.GetFileName), Is.EquivalentTo(new[] { "a.raw", "b.raw" }), "no output may be one of them");
        using OpenedEvidence alone = EvidenceOpener.Open(paths[0], options);
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo([PartitionProblems.MissingVolume]));
    }

    /// <summary>That the superblocks of these tests are what mdadm takes for its own.</summary>
    [TestCase("0.90", 1)]
    [TestCase("1.0", 0)]
    [TestCase("1.1", 10)]
    [TestCase("1.2", 1)]
    public void A_member_is_one_to_mdadm(string version, int level)
    {
        Contracts.Tool.Require("mdadm");
        string folder = _folder = Directory.CreateTempSubdirectory("sf-md-").FullName;
        File.WriteAllBytes(Path.Combine(folder, "member"),
            new MadeMember(version, level, 2, 1) { Size = 16 * Chunk, Layout = 0x102 }.Make(s_content.AsSpan(0, 16 * Chunk)));
        string told = Contracts.Tool.Output(folder, "mdadm", "--examine", "member");
        Assert.That(told, Does.Contain($"Version : {version}").And.Contain($"Raid Level : raid{level}").And.Contain("- correct").And.Contain("Raid Devices : 2")
            .And.Contain("Events : 40").Or.Contain("Events : 0.40"));
    }

    [Test]
    public void Any_byte_of_a_superblock_changed([Values("0.90", "1.2")] string version, [Values(0, 1, 10)] int level)
    {
        byte[][] whole = [.. Enumerable.Range(0, 2).Select(i =>
            new MadeMember(version, level, 2, i) { Size = 8 * Chunk, Layout = 0x102 }.Make(s_content.AsSpan(0, 8 * Chunk)))];
        int super = version == "1.2" ? 4096 : whole[0].Length - 65536;
        var random = new Random(20_261_131);
        for (int round = 0; round < 300; round++)
        {
            byte[] first = [.. whole[0]];
            for (int i = 0; i < 1 + (round % 3); i++)
                first[super + random.Next(version == "1.2" ? 260 : 4096)] = (byte)random.Next(256);
            Seal(first, super, version);
            if (Read([round % 7 == 0 ? first[..(random.Next(first.Length) / 512 * 512)] : first, whole[1]]).Array is { } array)
                TryRead(array.Blocks);
        }
    }

    private static void TryRead(IBlockSource blocks)
    {
        foreach (long at in new[] { 0, blocks.Length / 2, Math.Max(0, blocks.Length - 512) })
        {
            try
            {
                blocks.ReadAt(at, new byte[Math.Min(512, blocks.Length - at)]);
            }
            catch (EvidenceFormatException)
            {
                // what the evidence says cannot be
            }
        }
    }

    private static void Seal(byte[] member, int at, string version)
    {
        Span<byte> super = member.AsSpan(at, 4096);
        int field = version == "1.2" ? 216 : 38 * 4, bytes = version == "1.2" ? 256 + (2 * Math.Min(super[220], (byte)200)) : 4096;
        super.Slice(field, 4).Clear();
        ulong sum = 0;
        for (int i = 0; i + 4 <= bytes; i += 4)
            sum += BitConverter.ToUInt32(super.Slice(i, 4));
        sum += bytes % 4 == 2 ? BitConverter.ToUInt16(super.Slice(bytes - 2, 2)) : 0u;
        BitConverter.TryWriteBytes(super[field..], (uint)sum + (uint)(sum >> 32));
    }

    // Members as partitions of one disk.
    private static (Partition? Array, IReadOnlyList<Problem> Problems) Read(byte[][] members)
    {
        var entries = new List<(int First, int Sectors)>();
        int next = 2048;
        foreach (byte[] member in members)
        {
            entries.Add((next, member.Length / 512));
            next += member.Length / 512;
        }
        byte[] disk = new byte[(next + 2048) * 512];
        MadeDisk.Gpt(disk, [.. entries]);
        for (int i = 0; i < members.Length; i++)
            members[i].CopyTo(disk, entries[i].First * 512);
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        return (found.FirstOrDefault(p => p.Scheme == "md"), problems);
    }

    private static byte[][] Spread(int disks, byte[] content, Func<int, int, (int Disk, int Row)> place, int copies, int rows)
    {
        byte[][] data = [.. Enumerable.Range(0, disks).Select(_ => new byte[rows * Chunk])];
        for (int chunk = 0; chunk < content.Length / Chunk; chunk++)
        {
            for (int copy = 0; copy < copies; copy++)
            {
                (int disk, int row) = place(chunk, copy);
                content.AsSpan(chunk * Chunk, Chunk).CopyTo(data[disk].AsSpan(row * Chunk));
            }
        }
        return data;
    }

    private static byte[] Content()
    {
        byte[] content = new byte[128 * Chunk];
        new Random(11).NextBytes(content);
        return content;
    }
}
