using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>Superblocks and descriptors that are gone: their copies say the same.</summary>
public sealed class BackupTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("sf-backup-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    /// <summary>All facts of every name is as before the damage, and the copies are named.</summary>
    [TestCase("-t ext4 -b 1024", "32m")]
    [TestCase("-t ext4 -b 4096 -g 2048", "64m")]
    [TestCase("-t ext4 -b 1024 -O ^metadata_csum,uninit_bg", "32m")]
    [TestCase("-t ext4 -b 1024 -O ^metadata_csum,uninit_bg,^64bit", "32m")]
    [TestCase("-t ext3 -b 2048 -O ^sparse_super,^resize_inode -g 1024", "16m")]
    [TestCase("-t ext2 -b 1024", "32m")]
    [TestCase("-t ext2 -b 1024 -r 0", "32m")]
    [TestCase("-t ext4 -b 1024 -O sparse_super2,^sparse_super,^resize_inode -E num_backup_sb=1", "32m")]
    [TestCase("-t ext4 -b 1024 -O sparse_super2,^sparse_super,^resize_inode -E num_backup_sb=2", "32m")]
    [TestCase("-t ext4 -b 1024 -O meta_bg,^resize_inode -g 512", "32m")]
    [TestCase("-t ext4 -b 4096 -O meta_bg,^resize_inode,^64bit -g 512", "64m")]
    [TestCase("-t ext4 -b 1024 -C 4096 -O bigalloc", "80m")]
    public void Every_name(string options, string size)
    {
        string image = Make(options, size);
        string[] whole = Read(image, out Problem[] none);
        SuperBlock super = SuperBlock.Parse(Bytes(image, 1024, 1024))!;
        // The superblock, and the block of descriptors behind it; with meta_bg that is in the same place for the first group of groups.
        long descriptors = super.BlockBytes == 1024 ? 2048 : super.BlockBytes;
        Clear(image, 1024, 1024);
        string[] withoutSuper = Read(image, out Problem[] first);
        Clear(image, descriptors, super.BlockBytes);
        string[] withoutBoth = Read(image, out Problem[] second);

        Assert.Multiple(() =>
        {
            Assert.That(none.Where(p => p.Severity != ProblemSeverity.Note), Is.Empty);
            Assert.That(withoutSuper, Is.EqualTo(whole));
            Assert.That(first.Where(p => p.Severity != ProblemSeverity.Note).Select(p => p.Code), Is.EqualTo(new[] { Ext4Problems.Backup }));
            Assert.That(withoutBoth, Is.EqualTo(whole));
            Assert.That(second.Where(p => p.Severity != ProblemSeverity.Note).Select(p => (p.Code, p.Severity)), Is.EqualTo(new[]
            {
                (Ext4Problems.Backup, ProblemSeverity.Damage), (Ext4Problems.DescriptorBackup, ProblemSeverity.Warning),
            }));
            Assert.That(second.Last(p => p.Code == Ext4Problems.DescriptorBackup).Message, Does.Match(@"its copy in group [1-9][0-9]*, at byte \d+, is used"));
        });
    }

    /// <summary>The last group has the second copy, where nobody but the superblock itself says.</summary>
    [Test]
    public void Of_two_copies_the_last_will_do()
    {
        string image = Make("-t ext4 -b 1024 -O sparse_super2,^sparse_super,^resize_inode", "32m");
        string[] whole = Read(image, out _);
        foreach (long at in (long[])[1024, 8193 * 1024])
            Clear(image, at, 2048);

        Assert.That(Read(image, out Problem[] problems), Is.EqualTo(whole));
        Assert.That(problems.Where(p => p.Code == Ext4Problems.DescriptorBackup).Select(p => p.Message), Has.One.Contains("in group 3,"));
    }

    /// <summary>One bit: the checksum tells it, and without one a table that cannot be.</summary>
    [TestCase("-t ext4 -b 1024", 0x1, "its checksum is wrong")]
    [TestCase("-t ext4 -b 1024 -O ^metadata_csum,uninit_bg", 0x1, "its checksum is wrong")]
    [TestCase("-t ext2 -b 1024", 0x40, "cannot be where it says")]
    public void A_bit_of_a_descriptor(string options, int bit, string why)
    {
        string image = Make(options, "32m");
        string[] whole = Read(image, out _);
        byte[] field = Bytes(image, 2048 + 8, 4);
        field[3] ^= (byte)bit;
        Write(image, 2048 + 8, field);

        Assert.That(Read(image, out Problem[] problems), Is.EqualTo(whole));
        Assert.That(problems.Where(p => p.Severity != ProblemSeverity.Note).Select(p => (p.Code, p.Message.Contains(why, StringComparison.Ordinal))),
            Is.EqualTo(new[] { (Ext4Problems.DescriptorBackup, true) }));
    }

    /// <summary>dumpe2fs reads the same copy, if it is told where.</summary>
    [Test]
    public void Dumpe2fs_sees_the_same_facts_in_the_copy()
    {
        Tool.Require("dumpe2fs");
        string image = Make("-t ext4 -b 1024 -L copied", "32m");
        Clear(image, 0, 4096);
        string told = Tool.Output(_directory, "dumpe2fs", "-h", "-o", "superblock=8193", "-o", "blocksize=1024", image);

        var problems = new ProblemLog();
        using ReadExt4 files = Open(image, problems);
        Assert.Multiple(() =>
        {
            Assert.That(told, Does.Contain(files.FileSystem.Facts.Uuid!).And.Contain("copied"));
            Assert.That(files.FileSystem.Facts.Label, Is.EqualTo("copied"));
        });
    }

    /// <summary>Copies of the superblock do not say that the journal is to be played back; the journal does.</summary>
    [TestCase("dirty-ext4")]
    [TestCase("dirty-4k")]
    [TestCase("fast-1k-0")]
    public void A_journal_is_played_back_without_the_first_superblock(string name)
    {
        byte[] image = File.ReadAllBytes(Ext4Fixtures.PathOf(name + ".img"));
        SuperBlock super = SuperBlock.Parse(image.AsSpan(1024, 1024))!;
        var problems = new ProblemLog();
        using var whole = new ReadExt4(new MemoryBlocks(image), "x", problems);
        // These have one group: its copy is made here, at the end of a longer volume.
        long copy = (super.FirstDataBlock + super.BlocksPerGroup) * super.BlockBytes;
        byte[] longer = new byte[copy + (16 * super.BlockBytes)];
        image.AsSpan(0, (int)Math.Min(image.Length, copy)).CopyTo(longer);
        Span<byte> there = longer.AsSpan((int)copy, 1024);
        image.AsSpan(1024, 1024).CopyTo(there);
        there[0x60] &= unchecked((byte)~4);
        BinaryPrimitives.WriteUInt16LittleEndian(there[0x5A..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(there[0x3FC..], Crc32C.Append(~0u, there[..0x3FC]));
        longer.AsSpan(1024, 1024).Clear();
        using var read = new ReadExt4(new MemoryBlocks(longer), "x", new ProblemLog());

        Assert.That(KernelAccount.Actual(read.Tree), Is.EqualTo(KernelAccount.Actual(whole.Tree)));
        Assert.That(read.FileSystem.Facts.Replay, Is.EqualTo(whole.FileSystem.Facts.Replay).And.Not.Null);
    }

    [Test]
    public void A_journal_on_another_device_is_named()
    {
        Tool.Require("mke2fs", "truncate");
        byte[] image = File.ReadAllBytes(Ext4Fixtures.PathOf("ext2-1k.img"));
        Span<byte> super = image.AsSpan(1024, 1024);
        super[0x5C] |= 4; // has_journal
        super[0x60] |= 4; // needs_recovery
        new Guid("0b5c2a4e-9b1d-4c11-8d53-7a1f5d9e0c02").TryWriteBytes(super[0xD0..], bigEndian: true, out _);
        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);

        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (Ext4Problems.Journal, ProblemSeverity.Damage) }));
        Assert.That(problems.Sorted()[0].Message, Does.Contain("0b5c2a4e-9b1d-4c11-8d53-7a1f5d9e0c02"));
    }

    private string Make(string options, string size)
    {
        Tool.Require("mke2fs", "truncate");
        string image = Path.Combine(_directory, "image");
        Tool.Run(_directory, "truncate", "-s", size, image);
        string content = Path.Combine(_directory, "content");
        for (int i = 0; i < 30; i++)
        {
            string inner = Directory.CreateDirectory(Path.Combine(content, $"{i % 4}", $"{i}")).FullName;
            File.WriteAllText(Path.Combine(inner, "file"), new string((char)('a' + (i % 26)), 100 * i));
        }
        Tool.Run(_directory, "mke2fs", ["-q", "-F", "-d", content, .. options.Split(' '), image]);
        return image;
    }

    private static string[] Read(string image, out Problem[] problems)
    {
        var log = new ProblemLog();
        using ReadExt4 files = Open(image, log);
        string[] read = [.. KernelAccount.Actual(files.Tree), .. KernelAccount.ActualSums(files)];
        problems = [.. log.Sorted()];
        return read;
    }

    private static ReadExt4 Open(string image, ProblemLog problems) =>
        Ext4Fixtures.Open(new FileBlocks(File.OpenHandle(image), new FileInfo(image).Length), "fresh", problems);

    private static byte[] Bytes(string image, long offset, int length)
    {
        using FileStream file = File.OpenRead(image);
        byte[] bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Clear(string image, long offset, int length) => Write(image, offset, new byte[length]);

    private static void Write(string image, long offset, byte[] bytes)
    {
        using FileStream file = File.OpenWrite(image);
        file.Position = offset;
        file.Write(bytes);
    }
}
