using System.Buffers.Binary;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>Faults of damaged images that others collected, each made by hand: what debugfs lists is listed, what a reader cannot rely on is told.</summary>
public sealed class Ext4DamageTests
{
    private const string Extents = "ext4-no-checksums";
    private const int SizeAt = 0x04, FlagsAt = 0x20, BlocksAt = 0x28, LengthAt = BlocksAt + 16;

    [Test]
    public void Names_in_blocks_past_a_directorys_size_are_listed_and_told()
    {
        byte[] image = Image(Extents);
        int at = InodeAt(image, NumberOf(Extents, "bin"));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + SizeAt), 0);

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(tree.Find(0, "bin/su"u8), Is.GreaterThan(0));
        Assert.That(problems.Single().Message, Does.Contain("past its size of 0 bytes, from block 0 on"));
        Assert.That(problems.Single().Code, Is.EqualTo(Ext4Problems.Directory));
    }

    [Test]
    public void Names_in_blocks_that_are_marked_as_never_written_are_listed_and_told()
    {
        byte[] image = Image(Extents);
        int at = InodeAt(image, NumberOf(Extents, "bin"));
        image[at + LengthAt + 1] |= 0x80;

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(tree.Find(0, "bin/su"u8), Is.GreaterThan(0));
        Assert.That(problems.Single().Message, Does.Contain("reserved and never written"));
    }

    [Test]
    public void The_last_record_of_a_block_that_leaves_no_room_for_another_is_damage()
    {
        byte[] image = Image(Extents);
        int at = InodeAt(image, NumberOf(Extents, "bin")), block = 1024 * (int)BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at + LengthAt + 4));
        int entry = block;
        while (entry + BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(entry + 4)) < block + 1024)
            entry += BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(entry + 4));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(entry + 4), (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(entry + 4)) - 4));

        Assert.That(Read(image).Problems.Single().Message, Does.Contain("break off at byte 1020"));
    }

    [Test]
    public void An_extent_of_no_blocks_and_extents_out_of_order_are_damage()
    {
        byte[] image = Image(Extents);
        int at = InodeAt(image, NumberOf(Extents, "bin/su"));
        ushort length = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at + LengthAt));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at + LengthAt), 0);
        Assert.That(() => Drain(image, "bin/su"), Throws.TypeOf<EvidenceFormatException>().With.Message.Contain("has no blocks"));

        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at + LengthAt), length);
        image.AsSpan(at + BlocksAt + 12, 12).CopyTo(image.AsSpan(at + BlocksAt + 24)); // the same once more
        image[at + BlocksAt + 2] = 2;
        Assert.That(() => Drain(image, "bin/su"), Throws.TypeOf<EvidenceFormatException>().With.Message.Contain("out of order"));
    }

    [Test]
    public void A_block_of_extents_that_was_altered_has_another_checksum()
    {
        byte[] image = Image("ext4-1k");
        int at = InodeAt(image, NumberOf("ext4-1k", "bin/su"));
        Span<byte> root = image.AsSpan(at + BlocksAt, 60);
        int block = (int)BinaryPrimitives.ReadUInt32LittleEndian(root[20..]);
        // One level more: the file's first block becomes a node that leads to the next.
        Span<byte> node = image.AsSpan(block * 1024, 1024);
        root.CopyTo(node);
        BinaryPrimitives.WriteUInt16LittleEndian(node[4..], 84);
        BinaryPrimitives.WriteUInt16LittleEndian(root[6..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(root[16..], (uint)block);
        BinaryPrimitives.WriteUInt16LittleEndian(root[20..], 0);

        Problem[] problems = Drain(image, "bin/su");

        Assert.That(problems.Select(p => (p.Code, p.Severity, p.Message.Contains("of a block of its extents", StringComparison.Ordinal))),
            Does.Contain((Ext4Problems.Checksum, ProblemSeverity.Warning, true)));
    }

    [Test]
    public void A_name_of_an_inode_that_holds_an_attribute_is_told()
    {
        byte[] image = Image(Extents);
        int at = InodeAt(image, NumberOf(Extents, "bin/su"));
        image[at + FlagsAt + 2] |= 0x20;

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(tree.Find(0, "bin/su"u8), Is.GreaterThan(0));
        Assert.That(problems.Single().Message, Does.Contain("holds an attribute's value, and is no file"));
    }

    [Test]
    public void A_links_target_with_a_NUL_in_it_is_told()
    {
        byte[] image = Image(Extents);
        int link;
        uint number;
        using (ReadExt4 files = Ext4Fixtures.Open(Extents + ".img", new ProblemLog()))
        {
            link = Enumerable.Range(1, files.Tree.Count - 1).First(n => files.Tree[n].Kind == EntryKind.Symlink && files.Tree[n].Size < 60);
            number = (uint)files.Tree.Extra(link).Inode;
        }
        image[InodeAt(image, number) + BlocksAt] = 0;

        (_, Problem[] problems) = Read(image);

        Assert.That(problems.Select(p => p.Message), Has.Some.Contain("no link can have its target"));
    }

    /// <summary>Where the journal's inode waits in the journal itself, the superblock knows where that is.</summary>
    [Test]
    public void A_journal_without_its_inode_is_found_by_the_superblock()
    {
        byte[] image = Image("fsck-ext4-1k");
        (EvidenceTree before, _) = Read(image);
        image.AsSpan(InodeAt(image, 8), 128).Clear();

        (EvidenceTree tree, Problem[] problems) = Read(image);

        Assert.That(tree.Count, Is.EqualTo(before.Count));
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Does.Contain((Ext4Problems.Replayed, ProblemSeverity.Note))
            .And.Contain((Ext4Problems.Journal, ProblemSeverity.Warning)));

        image[1024 + 0xFD] = 0; // it keeps none
        Assert.That(Read(image).Problems.Select(p => (p.Code, p.Severity)), Does.Contain((Ext4Problems.Journal, ProblemSeverity.Damage)));
    }

    /// <summary>Nothing at the beginning of a file says what it is; the copies of the superblock do.</summary>
    [Test]
    public void A_disk_whose_beginning_was_wiped_is_recognised()
    {
        byte[] image = Image("ext4-groups");
        image.AsSpan(0, 2048).Clear();
        string directory = Directory.CreateTempSubdirectory("sf-wiped-").FullName;
        try
        {
            string path = Path.Combine(directory, "disk");
            File.WriteAllBytes(path, image);
            var problems = new ProblemLog();
            using var scratch = new Scratch(directory);
            using OpenedEvidence opened = EvidenceOpener.Open(path, new OpenOptions { Problems = problems, Scratch = scratch });
            Assert.That(opened.Source.Tree.Find(0, "etc/passwd"u8), Is.GreaterThan(0));
            Assert.That(problems.Sorted().Select(p => p.Code), Does.Contain(Ext4Problems.Backup));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static byte[] Image(string name) => File.ReadAllBytes(Ext4Fixtures.PathOf(name + ".img"));

    private static uint NumberOf(string name, string path)
    {
        using ReadExt4 files = Ext4Fixtures.Open(name + ".img", new ProblemLog());
        return (uint)files.Tree.Extra(files.Tree.Find(0, Encoding.ASCII.GetBytes(path))).Inode;
    }

    // Inodes of the first group begin at the block that its descriptor names.
    private static int InodeAt(byte[] image, uint number)
    {
        SuperBlock super = SuperBlock.Parse(image.AsSpan(1024, 1024))!;
        int table = (int)BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(2048 + ((int)((number - 1) / super.InodesPerGroup) * super.DescriptorBytes) + 8));
        return (table * 1024) + ((int)((number - 1) % super.InodesPerGroup) * super.InodeBytes);
    }

    private static (EvidenceTree Tree, Problem[] Problems) Read(byte[] image)
    {
        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);
        return (files.Tree, [.. problems.Sorted()]);
    }

    private static Problem[] Drain(byte[] image, string path)
    {
        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);
        using Stream stream = files.Open(files.Tree.Find(0, Encoding.ASCII.GetBytes(path)));
        stream.CopyTo(Stream.Null);
        return [.. problems.Sorted()];
    }
}
