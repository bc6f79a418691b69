using System.Buffers.Binary;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>One fault each, made by hand in an image: it is named, and the rest is read.</summary>
public sealed class Ext4FaultTests
{
    private const string Plain = "ext2-1k"; // no checksums, block maps, blocks of 1 KiB
    private const string Extents = "ext4-no-checksums";

    /// <summary>A run of no blocks, or of fewer, is none that whoever goes on by runs would come past.</summary>
    [Test]
    public void A_size_past_what_extents_can_map_is_damage_there()
    {
        const long past = 1L << 45;
        byte[] image = Image(Extents);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(InodeOf(image, Extents, "bin/su").Offset + 0x6C), 0x0000_FFFF);
        using var files = new ReadExt4(new MemoryBlocks(image), "image", new ProblemLog());
        using Stream stream = files.Open(files.Find("bin/su"));
        Assert.That(stream.Length, Is.GreaterThan(past));
        stream.Position = past;
        Assert.That(() => stream.ReadByte(), Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(Ext4Problems.Extents));
        Assert.That(stream.NextData(past).Start, Is.EqualTo(past));
    }

    [Test]
    public void A_directory_that_holds_itself_ends()
    {
        byte[] image = Image(Plain);
        // bin/su becomes another name of the root directory.
        Entry(image, "su", (at, _) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), 2));

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { Ext4Problems.Cycle }));
        Assert.That(tree.Find(0, "etc/passwd"u8), Is.GreaterThan(0));
    }

    [Test]
    public void A_record_of_no_length_ends_its_block_only()
    {
        byte[] image = Image(Plain);
        Entry(image, "su", (at, _) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at + 4), 0));

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { Ext4Problems.Directory }));
        Assert.That(tree.Find(0, "etc/passwd"u8), Is.GreaterThan(0));
        Assert.That(tree.Find(0, "bin/su"u8), Is.EqualTo(EvidenceTree.None));
    }

    [TestCase("s/")]
    [TestCase("s\0")]
    public void A_name_that_no_file_can_have_is_left_out_and_told(string name)
    {
        byte[] image = Image(Plain);
        Entry(image, "su", (at, _) => Encoding.ASCII.GetBytes(name).CopyTo(image, at + 8));

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { Ext4Problems.Name }));
        Assert.That(tree.Find(0, "bin/wall"u8), Is.GreaterThan(0));
    }

    [Test]
    public void An_inode_that_does_not_exist_is_told_and_its_siblings_are_there()
    {
        byte[] image = Image(Plain);
        Entry(image, "su", (at, _) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), 4_000_000_000));

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { Ext4Problems.Inode }));
        Assert.That(tree.Find(0, "bin/wall"u8), Is.GreaterThan(0));
    }

    [Test]
    public void A_superblock_that_is_gone_is_taken_from_its_copy()
    {
        byte[] image = Image("ext4-groups");
        image.AsSpan(1024, 1024).Clear();

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => p.Code), Does.Contain(Ext4Problems.Backup));
        Assert.That(tree.Find(0, "etc/passwd"u8), Is.GreaterThan(0));
    }

    [TestCase(0x18, 30u, "s_log_block_size")]
    [TestCase(0x20, 0u, "s_blocks_per_group")]
    [TestCase(0x28, 0u, "s_inodes_per_group")]
    [TestCase(0x58, 100u, "s_inode_size")]
    public void Fields_that_will_be_divided_by_are_looked_at_first(int field, uint value, string name)
    {
        byte[] image = Image(Plain)[..(64 * 1024)]; // no copy of the superblock in it
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(1024 + field), value);

        Assert.That(() => SuperBlock.Parse(image.AsSpan(1024, 1024)), Throws.TypeOf<EvidenceFormatException>().With.Message.Contain(name));
        Assert.That(() => Read(image),
            Throws.TypeOf<EvidenceFormatException>().With.Property(nameof(EvidenceFormatException.Code)).EqualTo(Ext4Problems.SuperBlock));
    }

    [Test]
    public void An_extent_tree_that_leads_to_itself_ends()
    {
        byte[] image = Image(Extents);
        (uint inode, int at) = InodeOf(image, Extents, "bin/su");
        // Depth 1, one index whose node is a block that is made to say depth 1 and to lead to itself.
        Span<byte> root = image.AsSpan(at + 0x28, 60);
        int block = (int)BinaryPrimitives.ReadUInt32LittleEndian(root[20..]);
        WriteIndexNode(root, block);
        WriteIndexNode(image.AsSpan(block * 1024, 1024), block);

        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);

        Assert.That(inode, Is.GreaterThan(0u));
        Assert.That(() => Drain(files, "bin/su"), Throws.TypeOf<EvidenceFormatException>().With.Message.Contain("depth"));
        Assert.That(() => Drain(files, "bin/wall"), Throws.Nothing);
    }

    [Test]
    public void An_extent_outside_of_the_file_system_is_damage()
    {
        byte[] image = Image(Extents);
        (_, int at) = InodeOf(image, Extents, "bin/su");
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 0x28 + 20), 4_000_000_000);

        using var files = new ReadExt4(new MemoryBlocks(image), "x", new ProblemLog());

        Assert.That(() => Drain(files, "bin/su"),
            Throws.TypeOf<EvidenceFormatException>().With.Message.Contain("outside").And.Property(nameof(EvidenceFormatException.Code))
            .EqualTo(Ext4Problems.Extents));
    }

    [Test]
    public void A_journal_whose_data_was_torn_ends_before_it()
    {
        byte[] image = Image("fsck-ext4-1k");
        int magic = image.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xC0, 0x3B, 0x39, 0x98, 0, 0, 0, 2]); // the last commit
        image[magic + 0x10] ^= 0xFF;

        (_, Problem[] problems) = Read(image);

        Assert.That(problems.Where(p => p.Severity == ProblemSeverity.Damage).Select(p => p.Code), Does.Contain(Ext4Problems.Journal));
    }

    [Test]
    public void A_feature_that_is_not_known_is_told_and_the_rest_is_read()
    {
        byte[] image = Image(Plain);
        image[1024 + 0x63] |= 0x40;

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (Ext4Problems.Feature, ProblemSeverity.Warning) }));
        Assert.That(tree.Find(0, "etc/passwd"u8), Is.GreaterThan(0));
    }

    [Test]
    public void Attributes_without_their_mark_are_damage()
    {
        byte[] image = Image(Plain);
        image[InodeOf(image, Plain, "bin/su").Offset + 0x68] = 2; // the block of descriptors

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (Ext4Problems.Xattr, ProblemSeverity.Damage) }));
        Assert.That(tree.Find(0, "bin/su"u8), Is.GreaterThan(0));
    }

    [Test]
    public void An_inode_that_was_altered_has_another_checksum()
    {
        byte[] image = Image("ext4-1k");
        image[InodeOf(image, "ext4-1k", "bin/su").Offset + 0x10] ^= 1; // mtime

        Assert.That(Read(image).Problems.Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (Ext4Problems.Checksum, ProblemSeverity.Warning) }));
    }

    [Test]
    public void An_encrypted_file_is_damage_and_is_not_opened()
    {
        byte[] image = Image(Extents);
        image[InodeOf(image, Extents, "bin/su").Offset + 0x21] |= 8;
        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);

        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (Ext4Problems.Encrypted, ProblemSeverity.Damage) }));
        Assert.That(() => Drain(files, "bin/su"),
            Throws.TypeOf<EvidenceFormatException>().With.Property(nameof(EvidenceFormatException.Code)).EqualTo(Ext4Problems.Encrypted));
    }

    [Test]
    public void A_volume_that_was_cut_is_told()
    {
        byte[] image = NestedExt2.Image(1);

        (EvidenceTree tree, Problem[] problems) = Read(image[..(image.AsSpan().LastIndexOfAnyExcept((byte)0) / 1024 * 1024)]);

        Assert.That(problems.Select(p => (p.Code, p.Severity)), Does.Contain((Ext4Problems.Shorter, ProblemSeverity.Damage)));
        Assert.That(tree.Find(0, "d"u8), Is.GreaterThan(0));
    }

    [Test]
    public void Directories_that_are_too_deep_end()
    {
        (EvidenceTree tree, Problem[] problems) = Read(NestedExt2.Image(EvidenceTreeBuilder.MaxDepth + 1));

        Assert.That(problems.Select(p => (p.Code, p.Severity)), Does.Contain((Ext4Problems.TooDeep, ProblemSeverity.Damage)));
        Assert.That(tree.Count, Is.GreaterThanOrEqualTo(EvidenceTreeBuilder.MaxDepth));
    }

    private static void WriteIndexNode(Span<byte> node, int block)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(node, Ext4Layout.ExtentMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(node[2..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(node[4..], 4);
        BinaryPrimitives.WriteUInt16LittleEndian(node[6..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(node[12..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(node[16..], (uint)block);
        BinaryPrimitives.WriteUInt16LittleEndian(node[20..], 0);
    }

    private static byte[] Image(string name) => File.ReadAllBytes(Ext4Fixtures.PathOf(name + ".img"));

    // The record of a name in whichever directory has it: inode, length, length of the name, kind, name.
    private static void Entry(byte[] image, string name, Action<int, int> change)
    {
        byte[] pattern = [(byte)name.Length, 1, .. Encoding.ASCII.GetBytes(name)];
        int at = image.AsSpan().IndexOf(pattern) - 6;
        Assert.That(at, Is.GreaterThan(0));
        change(at, pattern.Length);
    }

    // Inodes of the first group begin at the block that its descriptor names.
    private static (uint Number, int Offset) InodeOf(byte[] image, string name, string path)
    {
        using ReadExt4 files = Ext4Fixtures.Open(name + ".img", new ProblemLog());
        uint number = (uint)files.Tree.Extra(files.Tree.Find(0, Encoding.ASCII.GetBytes(path))).Inode;
        int inodeBytes = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(1024 + 0x58));
        uint perGroup = BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(1024 + 0x28));
        int descriptorBytes = (BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(1024 + 0x60)) & 0x80) != 0
            ? BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(1024 + 0xFE)) : 32;
        int table = (int)BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(2048 + ((int)((number - 1) / perGroup) * descriptorBytes) + 8));
        return (number, (table * 1024) + ((int)((number - 1) % perGroup) * inodeBytes));
    }

    private static (EvidenceTree Tree, Problem[] Problems) Read(byte[] image)
    {
        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);
        return (files.Tree, [.. problems.Sorted()]);
    }

    private static void Drain(ReadExt4 files, string path)
    {
        using Stream stream = files.Open(files.Tree.Find(0, Encoding.ASCII.GetBytes(path)));
        stream.CopyTo(Stream.Null);
    }
}
