using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>One fault each, made by hand in an image: it is named, and the rest is read.</summary>
public sealed class BtrfsFaultTests
{
    private const int NodeBytes = 16384, MixedNodeBytes = 4096, WideNodeBytes = 65536;
    private const ulong Top = BtrfsLayout.TopSubvolume, Root = BtrfsLayout.FirstFree;

    [Test]
    public void A_superblock_without_a_copy_is_used_as_it_is() =>
        Check("mixed", BtrfsProblems.SuperBlock, (image, _) => image.Flip(BtrfsLayout.SuperAt + 299));

    [Test]
    public void A_field_that_cannot_be_is_told_where_there_is_no_copy()
    {
        SparseImage image = BtrfsFixtures.Image("mixed");
        BtrfsEdits.Super(image, super => super[148] = 3);
        Assert.That(() => new ReadBtrfs(image, "x", new ProblemLog()),
            NUnit.Framework.Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(BtrfsProblems.SuperBlock));
    }

    [Test]
    public void A_copy_of_the_superblock_stands_in()
    {
        ReadBtrfs files = Check("dup", BtrfsProblems.Backup, (image, _) => image.Write(BtrfsLayout.SuperAt, new byte[BtrfsLayout.SuperBytes]));
        Assert.That(files.Bytes("one"), Is.EqualTo("1"u8.ToArray()));
    }

    [Test]
    public void Features_that_are_not_known_are_told() =>
        Check("dup", BtrfsProblems.Feature, (image, _) => BtrfsEdits.Super(image, super => super[193] = 1));

    [Test]
    public void Checksums_that_are_not_known_are_told() =>
        Check("dup", BtrfsProblems.Feature, (image, _) => BtrfsEdits.Super(image, super => super[196] = 2));

    [Test]
    public void A_block_without_a_good_copy_is_told_and_others_are_read()
    {
        ReadBtrfs files = Check("dup", BtrfsProblems.Node, (image, whole) =>
        {
            foreach (long at in BtrfsEdits.Leaves(image, NodeBytes, Top, InodeKey(whole, "zstd/text")).ToArray())
                image.Write(at, new byte[NodeBytes]);
        });
        Assert.That(files.Bytes("one"), Is.EqualTo("1"u8.ToArray()));
    }

    [Test]
    public void Names_of_a_list_that_is_damaged_are_found_under_their_hashes()
    {
        ReadBtrfs files = Check("dup", BtrfsProblems.Node, (image, whole) => Index(image, NodeBytes, whole, "few", 2, data => data.Span[27] = 0));
        Assert.That(files.Tree.Children(files.Find("few")).Length, Is.EqualTo(4));
    }

    [Test]
    public void A_damaged_copy_is_told_and_the_other_read()
    {
        ReadBtrfs files = Check("dup", BtrfsProblems.OtherCopy, (image, whole) =>
            image.Flip(BtrfsEdits.Leaves(image, NodeBytes, Top, InodeKey(whole, "one")).First() + NodeBytes - 1));
        Assert.That(KernelAccount.Of(files)[1..20], Is.EqualTo(BtrfsFixtures.Account("dup")[1..20]));
    }

    [Test]
    public void A_wrong_checksum_without_a_copy_is_told_and_what_it_covers_is_read()
    {
        ReadBtrfs files = Check("wide", BtrfsProblems.Checksum, (image, whole) =>
            image.Flip(BtrfsEdits.Leaves(image, WideNodeBytes, Top, InodeKey(whole, "one")).First()));
        Assert.That(files.Bytes("one"), Is.EqualTo("1"u8.ToArray()));
    }

    [Test]
    public void A_chunk_that_cannot_be_is_told_and_names_are_read()
    {
        ReadBtrfs files = Check("dup", BtrfsProblems.Chunk, (image, _) =>
        {
            foreach (ulong logical in (ulong[])[13631488, 63963136])
                BtrfsEdits.Item(image, NodeBytes, 3, new Key(BtrfsLayout.ChunkObject, ItemType.Chunk, logical), data => data.Span[44] = 0);
        });
        Assert.That(() => files.Bytes("long"), NUnit.Framework.Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(BtrfsProblems.Chunk));
    }

    [Test]
    public void A_device_that_is_missing_is_told_and_what_is_here_is_read()
    {
        ReadBtrfs files = Check("pair-1", BtrfsProblems.Device, (_, _) => { });
        Assert.That(files.Bytes("inline"), Is.EqualTo("inline\n"u8.ToArray()));
        Assert.That(() => files.Bytes("striped"), NUnit.Framework.Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(BtrfsProblems.Device));
    }

    [Test]
    public void A_subvolume_without_a_right_record_is_told()
    {
        ReadBtrfs files = Check("mixed", BtrfsProblems.Subvolume, (image, _) =>
            BtrfsEdits.Item(image, MixedNodeBytes, BtrfsLayout.RootTree, new Key(Root, ItemType.Root, 0), data => data.Span[238] = 99));
        Assert.That(files.Find("sub/volume"), Is.EqualTo(EvidenceTree.None));
        Assert.That(files.Find("sub/before/file"), Is.Not.EqualTo(EvidenceTree.None));
    }

    [Test]
    public void A_subvolume_that_was_deleted_is_told() => Check("mixed", BtrfsProblems.Subvolume, (image, whole) =>
    {
        Index(image, MixedNodeBytes, whole, "sub", 2, data => data.Span[8] = ItemType.Inode);
        BtrfsEdits.Item(image, MixedNodeBytes, BtrfsLayout.RootTree, new Key(Root, ItemType.Root, 0), data => data.Span[216..220].Clear());
    });

    [Test]
    public void An_inode_of_no_kind_is_told()
    {
        ReadBtrfs files = Check("dup", BtrfsProblems.Inode, (image, whole) =>
            BtrfsEdits.Item(image, NodeBytes, Top, InodeKey(whole, "set-id"), data => data.Span[52..56].Clear()));
        Assert.That(files.Find("set-id"), Is.EqualTo(EvidenceTree.None));
    }

    [Test]
    public void A_name_that_no_file_can_have_is_left_out() =>
        Check("dup", BtrfsProblems.Name, (image, whole) => Index(image, NodeBytes, whole, "few", 2, data => data.Span[32] = (byte)'/'));

    [Test]
    public void A_name_that_is_there_twice_is_told() =>
        Check("dup", BtrfsProblems.Name, (image, whole) => Index(image, NodeBytes, whole, "few", 2, data => data.Span[^1] = (byte)'1'));

    [Test]
    public void Attributes_that_break_off_are_told() => Check("dup", BtrfsProblems.Xattr, (image, whole) =>
    {
        // The key's offset is the name's hash.
        var key = new Key(whole.Inode("none"), ItemType.Xattr, NameHash("trusted.overlay.opaque"u8));
        BtrfsEdits.Item(image, NodeBytes, Top, key, data => data.Span[26] = 0xFF);
    });

    [TestCase(16, 9)]
    [TestCase(17, 1)]
    [TestCase(20, 7)]
    [TestCase(44, 0xFF)]
    [TestCase(52, 0x7F)]
    public void A_record_of_bytes_that_cannot_be_is_told_by_who_reads_it(int at, int value) =>
        Throws("zstd/text", (image, whole) => BtrfsEdits.Item(image, NodeBytes, Top, ExtentKey(whole, "zstd/text"), data => data.Span[at] = (byte)value));

    [TestCase("zlib/inline")]
    [TestCase("lzo/inline")]
    [TestCase("zstd/inline")]
    public void Packed_bytes_that_are_damaged_are_told(string path) => Throws(path, (image, whole) =>
        BtrfsEdits.Item(image, NodeBytes, Top, ExtentKey(whole, path), data => data.Span.Slice(BtrfsLayout.InlineExtentBytes, 12).Fill(0xEE)));

    [Test]
    public void A_log_tree_is_played_back_and_that_is_told()
    {
        ReadBtrfs files = Check("dirty", BtrfsProblems.Replayed, (_, _) => { });
        Assert.That(files.Bytes("old"), Is.EqualTo("old\n"u8.ToArray()));
        Assert.That(files.Bytes("new"), Is.EqualTo("new\n"u8.ToArray()));
    }

    [Test]
    public void What_is_no_file_has_no_bytes()
    {
        using var files = new ReadBtrfs(BtrfsFixtures.Image("dup"), "dup", new ProblemLog());
        Assert.That(() => files.FileSystem.Open(1 << 30),
            NUnit.Framework.Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(BtrfsProblems.NotAFile));
    }

    [Test]
    public void A_volume_that_is_too_short_is_told()
    {
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(BtrfsFixtures.Image("dup").Copy(100 << 20), "short", problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Has.Member(BtrfsProblems.Shorter));
        Assert.That(files.Bytes("one"), Is.EqualTo("1"u8.ToArray()));
    }

    [Test]
    public void A_directory_that_holds_itself_ends() => Check("dup", BtrfsProblems.NotEntered, (image, whole) =>
        Index(image, NodeBytes, whole, "few", 2, data => BinaryPrimitives.WriteUInt64LittleEndian(data.Span, Root)));

    private static ReadBtrfs Check(string name, string code, Action<SparseImage, ReadBtrfs> change)
    {
        SparseImage image = BtrfsFixtures.Image(name);
        change(image, new ReadBtrfs(BtrfsFixtures.Image(name), name, new ProblemLog()));
        var problems = new ProblemLog();
        var files = new ReadBtrfs(image, name, problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Has.Member(code));
        Assert.That(problems.Faults, Is.Empty);
        return files;
    }

    private static void Throws(string path, Action<SparseImage, ReadBtrfs> change)
    {
        SparseImage image = BtrfsFixtures.Image("dup");
        change(image, new ReadBtrfs(BtrfsFixtures.Image("dup"), "dup", new ProblemLog()));
        using var files = new ReadBtrfs(image, "dup", new ProblemLog());
        Assert.That(() => files.Bytes(path), NUnit.Framework.Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(BtrfsProblems.Extent));
    }

    private static Key InodeKey(ReadBtrfs files, string path) => new(files.Inode(path), ItemType.Inode, 0);

    private static Key ExtentKey(ReadBtrfs files, string path) => new(files.Inode(path), ItemType.Extent, 0);

    // The names of a directory count from 2.
    private static void Index(SparseImage image, int nodeBytes, ReadBtrfs files, string directory, ulong number, Action<Memory<byte>> change) =>
        BtrfsEdits.Item(image, nodeBytes, Top, new Key(files.Inode(directory), ItemType.DirectoryIndex, number), change);

    private static uint NameHash(ReadOnlySpan<byte> name) => Crc32C.Append(~1u, name);
}
