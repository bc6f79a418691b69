using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <summary>One fault each, made by hand in an image: it is named, and the rest is read. In version 4 nothing but the fault itself tells of it.</summary>
public sealed class XfsFaultTests
{
    private const string Old = "v4", New = "v5-4k";

    [Test]
    public void A_directory_that_holds_itself_ends() => Check(Old, XfsProblems.Cycle, (image, xfs) =>
        Number(image, xfs, "few/name-1", Inode(xfs, "")));

    [Test]
    public void An_inode_that_does_not_exist_is_told() => Check(Old, XfsProblems.Inode, (image, xfs) =>
        Number(image, xfs, "few/name-1", 0x7FFF0000));

    [Test]
    public void A_free_inode_is_told() => Check(Old, XfsProblems.Inode, (image, xfs) => image.AsSpan(Place(xfs, "few/name-1") + 2, 2).Clear());

    [Test]
    public void An_inode_without_its_mark_is_told() => Check(New, XfsProblems.Inode, (image, xfs) => image[Place(xfs, "long")] = 0);

    [Test]
    public void Another_inode_in_its_place_is_told() => Check(New, XfsProblems.Inode, (image, xfs) => image[Place(xfs, "long") + 159] ^= 1);

    [Test]
    public void A_name_that_no_file_can_have_is_left_out() => Check(Old, XfsProblems.Name, (image, xfs) =>
        Rename(image, xfs, "few", "name-2", "nam/-2"));

    [Test]
    public void A_name_that_is_there_twice_is_told() => Check(Old, XfsProblems.Name, (image, xfs) =>
        Rename(image, xfs, "few", "name-2", "name-3"));

    [Test]
    public void A_short_directory_that_breaks_off_is_told() => Check(Old, XfsProblems.Directory, (image, xfs) => image[Place(xfs, "few") + 100] = 200);

    [Test]
    public void A_block_of_a_directory_without_its_mark_is_told() => Check(Old, XfsProblems.Directory, (image, xfs) => image[BlockOf(xfs, image, "block")] = 0);

    [Test]
    public void Names_that_break_off_are_told_and_those_before_are_there()
    {
        (EvidenceTree tree, _) = Check(Old, XfsProblems.Directory, (image, xfs) =>
        {
            int at = Find(image, BlockOf(xfs, image, "block"), "name-20");
            image[at - 1] = 0;
        });
        Assert.That(tree.Children(tree.Find(0, "block"u8)).Length, Is.InRange(1, 39));
    }

    [Test]
    public void An_extent_outside_of_the_file_system_is_told_by_who_reads_it()
    {
        byte[] image = XfsFixtures.Image(Old);
        using (ReadXfs xfs = XfsFixtures.Open(Old, new ProblemLog()))
            image[Place(xfs, "etc/app.conf") + 100 + 8] = 0xFF;
        using var files = new ReadXfs(new MemoryBlocks(image), Old, new ProblemLog());
        using Stream stream = files.Open(files.Tree.Find(0, "etc/app.conf"u8));
        Assert.That(() => stream.ReadByte(), Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(XfsProblems.Extents));
    }

    [Test]
    public void Attributes_that_break_off_are_told() => Check(Old, XfsProblems.Xattr, (image, xfs) =>
    {
        int inode = Place(xfs, "etc/app.conf");
        image[inode + 100 + (image[inode + 82] * 8) + 4] = 250;
    });

    [Test]
    public void A_wrong_checksum_is_told_and_what_it_covers_is_read()
    {
        (EvidenceTree tree, _) = Check(New, XfsProblems.Checksum, (image, xfs) => image[Place(xfs, "long") + 9] ^= 1);
        Assert.That(tree[tree.Find(0, "long"u8)].Uid, Is.EqualTo(0x10000));
    }

    [Test]
    public void A_file_on_a_real_time_device_is_told_and_not_read()
    {
        (EvidenceTree tree, ReadXfs files) = Check(Old, XfsProblems.Realtime, (image, xfs) => image[Place(xfs, "etc/app.conf") + 91] |= 1);
        Assert.That(() => files.Open(tree.Find(0, "etc/app.conf"u8)),
            Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(XfsProblems.Realtime));
    }

    [Test]
    public void What_is_no_file_has_no_bytes()
    {
        using ReadXfs files = XfsFixtures.Open(Old, new ProblemLog());
        Assert.That(() => files.FileSystem.Open((long)files.Tree.Extra(0).Inode),
            Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(XfsProblems.NotAFile));
    }

    [Test]
    public void A_copy_of_the_superblock_stands_in() => Check(New, XfsProblems.Backup, (image, _) => image.AsSpan(0, 512).Clear());

    [Test]
    public void A_superblock_without_a_copy_is_used_as_it_is() => Check("v5-16k", XfsProblems.SuperBlock, (image, _) => image[108] ^= 1);

    [Test]
    public void A_field_that_cannot_be_is_told_where_there_is_no_copy()
    {
        byte[] image = XfsFixtures.Image("v5-16k");
        image[4] = 0xFF;
        Assert.That(() => new ReadXfs(new MemoryBlocks(image), "x", new ProblemLog()),
            Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(XfsProblems.SuperBlock));
    }

    [Test]
    public void An_unknown_feature_is_told() => Check(New, XfsProblems.Feature, (image, _) =>
    {
        image[216] = 0x40;
        WriteChecksum(image.AsSpan(0, 512), 224);
    });

    [Test]
    public void A_volume_that_is_too_short_is_told() => Check(image => image[..^4096], New, XfsProblems.Shorter);

    [Test]
    public void A_log_elsewhere_is_told() => Check(Old, XfsProblems.Log, (image, _) => image.AsSpan(48, 8).Clear());

    [Test]
    public void A_log_without_records_is_told() => Check(Old, XfsProblems.Log, (image, _) => image.AsSpan(LogAt(image), LogBytes(image)).Clear());

    [Test]
    public void A_damaged_record_ends_the_playback()
    {
        byte[] image = XfsFixtures.Image("dirty");
        int log = LogAt(image), record = LastRecord(image, log, LogBytes(image));
        // The tail that the newest record names.
        uint tail = BinaryPrimitives.ReadUInt32BigEndian(image.AsSpan(record + 28));
        image[log + ((int)tail * 512) + 600] ^= 1;
        var problems = new ProblemLog();
        using var files = new ReadXfs(new MemoryBlocks(image), "dirty", problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Does.Contain(XfsProblems.Log));
        Assert.That(files.FileSystem.Facts.Replay, Does.StartWith("0 transactions"));
        Assert.That(files.Tree.Find(0, "old/file-7"u8), Is.GreaterThan(0));
    }

    [Test]
    public void A_torn_last_record_is_left_out()
    {
        byte[] image = XfsFixtures.Image("dirty");
        int log = LogAt(image);
        image[LastRecord(image, log, LogBytes(image)) + 600] ^= 1;
        var problems = new ProblemLog();
        using var files = new ReadXfs(new MemoryBlocks(image), "dirty", problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[]
        {
            (XfsProblems.Log, ProblemSeverity.Warning), (XfsProblems.Replayed, ProblemSeverity.Note),
        }));
    }

    [Test]
    public void Directories_that_are_too_deep_end()
    {
        var problems = new ProblemLog();
        using var files = new ReadXfs(new MemoryBlocks(NestedXfs.Image(EvidenceTreeBuilder.MaxDepth + 1)), "deep", problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Does.Contain(XfsProblems.TooDeep));
        Assert.That(files.Tree.Count, Is.GreaterThanOrEqualTo(EvidenceTreeBuilder.MaxDepth));
    }

    private static (EvidenceTree Tree, ReadXfs Files) Check(string name, string code, Action<byte[], ReadXfs> damage) => Check(image =>
    {
        using ReadXfs whole = XfsFixtures.Open(name, new ProblemLog());
        damage(image, whole);
        return image;
    }, name, code);

    // The fault is told, nothing else is, and a file beside it is there.
    private static (EvidenceTree Tree, ReadXfs Files) Check(Func<byte[], byte[]> damage, string name, string code)
    {
        var problems = new ProblemLog();
        var files = new ReadXfs(new MemoryBlocks(damage(XfsFixtures.Image(name))), name, problems);
        Assert.Multiple(() =>
        {
            Assert.That(problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note).Select(p => p.Code).Distinct(), Is.EqualTo(new[] { code }));
            Assert.That(files.Tree.Find(0, name switch { Old => "leaf/name-7"u8, "dirty" => "old/file-7"u8, _ => "few/name-0001"u8 }), Is.GreaterThan(0));
        });
        return (files.Tree, files);
    }

    private static ulong Inode(ReadXfs xfs, string path) => xfs.Tree.Extra(xfs.Tree.Find(0, System.Text.Encoding.ASCII.GetBytes(path))).Inode;

    private static int Place(ReadXfs xfs, string path)
    {
        SuperBlock super = SuperBlock.Parse(XfsFixtures.Image(xfs.Name).AsSpan(0, 512))!;
        return (int)new XfsVolume(new MemoryBlocks([]), super, new ProblemLog(), default).OffsetOf(Inode(xfs, path));
    }

    // Of a directory of one extent.
    private static int BlockOf(ReadXfs xfs, byte[] image, string path)
    {
        var extent = StoreForensics.Ingest.FileSystems.Xfs.Extents.Extent.Parse(image.AsSpan(Place(xfs, path) + 100, 16));
        SuperBlock super = SuperBlock.Parse(image.AsSpan(0, 512))!;
        return (int)new XfsVolume(new MemoryBlocks([]), super, new ProblemLog(), default).Linear(extent.Block, 1) * super.BlockBytes;
    }

    private static int Find(byte[] image, int from, string name) => from + image.AsSpan(from).IndexOf(System.Text.Encoding.ASCII.GetBytes(name));

    // In the short directory of version 4 the number, of four bytes, follows the name.
    private static void Number(byte[] image, ReadXfs xfs, string path, ulong inode)
    {
        string[] names = path.Split('/');
        int at = Find(image, Place(xfs, names[0]) + 100, names[1]) + names[1].Length;
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(at), (uint)inode);
    }

    private static void Rename(byte[] image, ReadXfs xfs, string directory, string name, string other) =>
        System.Text.Encoding.ASCII.GetBytes(other).CopyTo(image, Find(image, Place(xfs, directory) + 100, name));

    private static void WriteChecksum(Span<byte> bytes, int at) => XfsBytes.WriteChecksum(bytes, at);

    private static int LogAt(byte[] image)
    {
        SuperBlock super = SuperBlock.Parse(image.AsSpan(0, 512))!;
        return (int)new XfsVolume(new MemoryBlocks([]), super, new ProblemLog(), default).Linear(super.LogStart, 1) * super.BlockBytes;
    }

    private static int LogBytes(byte[] image) => SuperBlock.Parse(image.AsSpan(0, 512)) is { } super ? (int)super.LogBlocks * super.BlockBytes : 0;

    private static int LastRecord(byte[] image, int log, int bytes)
    {
        int last = log;
        ulong newest = 0;
        for (int at = log; at < log + bytes; at += 512)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(image.AsSpan(at)) == 0xFEEDBABE
                && BinaryPrimitives.ReadUInt64BigEndian(image.AsSpan(at + 16)) is var lsn && lsn > newest)
                (last, newest) = (at, lsn);
        }
        return last;
    }
}
