using System.Buffers.Binary;
using System.Text;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Disks.Ewf;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>Images of other programs with one fault each, and a differencing VHD and a footer of a VMDK, which no program at hand makes.</summary>
internal sealed class DiskDamageTests
{
    private string _case = "";

    [SetUp]
    public void Make() => _case = Directory.CreateTempSubdirectory("sf-damage-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_case, recursive: true);

    [TestCase(20, 8u)]
    [TestCase(20, 22u)]
    [TestCase(20, 0xFFFF_FFFFu)]
    [TestCase(24, 0xFFFF_FFFFu)]
    [TestCase(100, 0u)]
    [TestCase(100, 0xFFFF_FFF8u)]
    [TestCase(4, 4u)]
    [TestCase(104, 0x0200_0000u)]
    public void A_qcow2_header_that_cannot_be(int at, uint value) =>
        Assert.That(Refused("v3.qcow2", b => BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(at), value)), Is.EqualTo(DiskProblems.BadHeader));

    [TestCase(32, 1u, "AES")]
    [TestCase(32, 2u, "LUKS")]
    [TestCase(76, 0x80u, "0x80")]
    public void A_qcow2_that_is_not_read_is_named(int at, uint value, string words)
    {
        string path = Changed("v3.qcow2", b => BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(at), value));
        Assert.That(Assert.Throws<EvidenceOpenException>(() => Media.Open(path))!.Message, Does.Contain(words));
    }

    [TestCase(36, 0u, "L1 entries")]
    [TestCase(40, 0x7FFF_FFFFu, "L1 offset")]
    public void A_qcow2_without_its_first_table(int at, uint value, string what)
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Changed("v3.qcow2", b => BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(at), value)), problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo([(DiskProblems.BadHeader, ProblemSeverity.Damage)]), what);
        Assert.Throws<EvidenceFormatException>(() => disk.Medium.ReadAt(0, new byte[512]));
    }

    [Test]
    public void A_qcow2_that_was_not_closed()
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Changed("v3.qcow2", b => b[79] = 3), problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)),
            Is.EqualTo([(DiskProblems.NotClean, ProblemSeverity.Note), (DiskProblems.NotClean, ProblemSeverity.Note)]));
        Media.AssertBytes(Media.ReadAll(disk.Medium), PatternMedium.Bytes, "dirty and corrupt");
    }

    [Test]
    public void A_qcow2_whose_first_table_points_between_clusters()
    {
        string path = Changed("v3.qcow2", b => BinaryPrimitives.WriteUInt64BigEndian(b.AsSpan((int)BinaryPrimitives.ReadUInt64BigEndian(b.AsSpan(40))),
            (1UL << 63) | 0x200));
        using OpenedDisk disk = Media.Open(path);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => disk.Medium.ReadAt(0, new byte[512]))!.Code, Is.EqualTo(DiskProblems.BadMapping));
    }

    [TestCase("dynamic.vhd", 512 + 32, 0u)]
    [TestCase("dynamic.vhd", 512 + 32, 3u)]
    [TestCase("dynamic.vhd", 512, 0u)]
    public void A_vhd_header_that_cannot_be(string file, int at, uint value) =>
        Assert.That(Refused(file, b => BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(at), value)), Is.EqualTo(DiskProblems.BadHeader));

    [Test]
    public void A_vhd_whose_footer_is_damaged_has_a_copy()
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Changed("dynamic.vhd", b => b[^450] ^= 1), problems);
        Media.AssertBytes(Media.ReadAll(disk.Medium), PatternMedium.Bytes, "from the copy");
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo([DiskProblems.BadChecksum]));
    }

    [TestCase("monolithicSparse.vmdk", 20, 0u)]
    [TestCase("monolithicSparse.vmdk", 20, 0x7FFF_FFFFu)]
    [TestCase("monolithicSparse.vmdk", 44, 0u)]
    [TestCase("monolithicSparse.vmdk", 44, 0x7FFF_FFFFu)]
    [TestCase("monolithicSparse.vmdk", 4, 9u)]
    [TestCase("streamOptimized.vmdk", 77, 7u)]
    public void A_vmdk_header_that_cannot_be(string file, int at, uint value) =>
        Assert.That(Refused(file, b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(at), value)), Is.EqualTo(DiskProblems.BadHeader));

    [Test]
    public void A_vmdk_whose_directory_is_lost_has_another()
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Changed("monolithicSparse.vmdk", b => BinaryPrimitives.WriteUInt64LittleEndian(b.AsSpan(56), 1UL << 50)), problems);
        Media.AssertBytes(Media.ReadAll(disk.Medium), PatternMedium.Bytes, "over the redundant directory");
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo([DiskProblems.BadHeader]));
    }

    /// <summary>As VMware writes it: the header says that the directory's place stands in the footer.</summary>
    [Test]
    public void A_vmdk_with_a_footer()
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf("streamOptimized.vmdk"));
        byte[] header = image[..512];
        if (BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(56)) == ulong.MaxValue)
            Assert.Pass("qemu-img writes it so itself");
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(56), ulong.MaxValue);
        using OpenedDisk disk =
            Media.Open(Write("footer.vmdk", [.. image, .. new byte[(512 - image.Length % 512) % 512], .. new byte[512], .. header, .. new byte[512]]));
        Media.AssertBytes(Media.ReadAll(disk.Medium), PatternMedium.Bytes, "with a footer");
    }

    [Test]
    public void An_extent_that_is_missing()
    {
        File.Copy(DiskFixtures.PathOf("twoGbMaxExtentSparse.vmdk"), Path.Combine(_case, "x.vmdk"));
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Path.Combine(_case, "x.vmdk"), problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo([(DiskProblems.MissingPart, ProblemSeverity.Damage)]));
        Assert.That(problems.Sorted()[0].Message, Does.Contain("twoGbMaxExtentSparse-s001.vmdk").And.Contain(_case));
        Assert.Throws<EvidenceFormatException>(() => disk.Medium.ReadAt(0, new byte[512]));
    }

    /// <summary>One damaged byte in a chunk's data costs that chunk.</summary>
    [TestCase("fast.E01")]
    [TestCase("ftk.E01")]
    public void A_damaged_chunk_is_noticed(string file)
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf(file));
        int at = image.AsSpan().IndexOf(PatternMedium.Bytes.AsSpan(64 * 512, 64)); // the first that does not compress
        using OpenedDisk disk = Media.Open(Changed(file, b => b[at + 5000] ^= 1));
        Assert.That(at, Is.Positive);
        var error = Assert.Throws<EvidenceFormatException>(() => disk.Medium.ReadAt(70 * 512, new byte[512]));
        Assert.That((error!.Code, error.Offset), Is.EqualTo((DiskProblems.BadData, 70L * 512)));
        Assert.DoesNotThrow(() => disk.Medium.ReadAt(0, new byte[64 * 512]));
        Assert.DoesNotThrow(() => disk.Medium.ReadAt(128 * 512, new byte[64 * 512]));
    }

    [Test]
    public void Table2_serves_where_table_is_damaged()
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf("fast.E01"));
        int at = image.AsSpan().IndexOf("table\0"u8) + 76 + 24;
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Changed("fast.E01", b => b[at + 41] ^= 0x10), problems);
        Media.AssertBytes(Media.ReadAll(disk.Medium), PatternMedium.Bytes, "over table2");
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo([DiskProblems.BadChecksum]));
    }

    [TestCase(8)]
    [TestCase(12)]
    public void Chunks_of_no_size(int field) => Assert.That(Refused("fast.E01", b =>
    {
        int volume = b.AsSpan().IndexOf("volume\0"u8) + 76;
        b.AsSpan(volume + field, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(volume + 1048), Adler32.Of(b.AsSpan(volume, 1048)));
        b.AsSpan(b.AsSpan().IndexOf("data\0\0\0"u8), 4).Fill((byte)'x'); // the copy
    }), Is.EqualTo(DiskProblems.BadHeader));

    /// <summary>A list of acquisition errors, written by hand over the stored digest's section.</summary>
    [Test]
    public void Acquisition_errors_are_listed()
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf("fast.E01"));
        int done = image.AsSpan().LastIndexOf("done\0"u8), digest = image.AsSpan().LastIndexOf("digest\0"u8);
        byte[] errors = new byte[520 + 8 + 4];
        errors[0] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(errors.AsSpan(516), Adler32.Of(errors.AsSpan(0, 516)));
        BinaryPrimitives.WriteInt32LittleEndian(errors.AsSpan(520), 640);
        BinaryPrimitives.WriteInt32LittleEndian(errors.AsSpan(524), 64);
        byte[] harmed = [.. image[..digest], .. Section("error2", digest, digest + 76 + errors.Length), .. errors,
            .. Section("done", digest + 76 + errors.Length, digest + 76 + errors.Length)];
        Assert.That(done, Is.GreaterThan(digest));
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write("errors.E01", harmed), problems);
        Assert.That(disk.Details.ErrorSectors, Is.EqualTo([new SectorRun(640, 64)]));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo([DiskProblems.AcquisitionErrors]));
    }

    [Test]
    public void Ex01_and_logical_files_are_named()
    {
        Assert.That(Assert.Throws<EvidenceOpenException>(() => Media.Open(Write("a.Ex01", [.. "EVF2\r\n\x81\0"u8, .. new byte[100]])))!.Message,
            Does.Contain("Ex01"));
        Assert.That(Assert.Throws<EvidenceOpenException>(() => Media.Open(Write("a.L01", [.. "LVF\x09\r\n"u8, .. new byte[100]])))!.Message,
            Does.Contain("L01"));
    }

    [TestCase('E', 1, "E01")]
    [TestCase('E', 99, "E99")]
    [TestCase('E', 100, "EAA")]
    [TestCase('E', 125, "EAZ")]
    [TestCase('E', 126, "EBA")]
    [TestCase('E', 775, "EZZ")]
    [TestCase('E', 776, "FAA")]
    [TestCase('s', 101, "sab")]
    public void Endings_of_segments(char first, int number, string ending)
    {
        Assert.That(EwfNames.Ending(first, number), Is.EqualTo(ending));
        Assert.That(EwfNames.Number(first, ending), Is.EqualTo(number));
    }

    [Test]
    public void A_differencing_vhd()
    {
        byte[] parent = File.ReadAllBytes(DiskFixtures.PathOf("fixed.vhd"));
        Write("parent.vhd", parent);
        (byte[] child, byte[] truth) = DifferencingDisks.Vhd(parent);
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write("child.vhd", child), problems);
        Media.AssertSame(disk.Medium, truth);
        Assert.That(problems.Sorted(), Is.Empty);
        Assert.That((disk.Details.Variant, disk.Details.Parents[0]), Is.EqualTo(("differencing", "parent.vhd")));
    }

    private static byte[] Section(string type, long at, long next)
    {
        byte[] section = new byte[76];
        Encoding.ASCII.GetBytes(type).CopyTo(section, 0);
        BinaryPrimitives.WriteInt64LittleEndian(section.AsSpan(16), next);
        BinaryPrimitives.WriteInt64LittleEndian(section.AsSpan(24), next - at);
        BinaryPrimitives.WriteUInt32LittleEndian(section.AsSpan(72), Adler32.Of(section.AsSpan(0, 72)));
        return section;
    }

    private string? Refused(string file, Action<byte[]> change)
    {
        string path = Changed(file, change);
        return (Assert.Throws<EvidenceOpenException>(() => Media.Open(path))!.InnerException as EvidenceFormatException)?.Code;
    }

    private string Changed(string file, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(DiskFixtures.PathOf(file));
        change(bytes);
        return Write(file, bytes);
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_case, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
