using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Erofs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Erofs;

/// <summary>One fault at a time: what is told of it, and that the rest is read.</summary>
public sealed class ErofsFaultTests
{
    private byte[] _image = [];

    [SetUp]
    public void Take() => _image = ErofsFixtures.Image("inline");

    [Test]
    public void A_superblock_whose_checksum_is_wrong_is_told()
    {
        _image[ErofsLayout.SuperOffset + 64] ^= 1; // the label
        Assert.That(Codes(out int names), Is.EqualTo(new[] { "SF-EROFS-0002" }));
        Assert.That(names, Is.GreaterThan(300));
    }

    [TestCase(12, (byte)40, "SF-EROFS-0001")]
    [TestCase(90, (byte)1, "SF-EROFS-0001")]
    [TestCase(0, (byte)0, "SF-EROFS-0001")]
    public void A_superblock_that_cannot_be_ends_it(int at, byte value, string code)
    {
        _image[ErofsLayout.SuperOffset + at] = value;
        Assert.That(Assert.Throws<EvidenceFormatException>(() => ReadErofs.Of(_image, new ProblemLog()))?.Code, Is.EqualTo(code));
    }

    [Test]
    public void Features_that_are_not_known_are_told()
    {
        _image[ErofsLayout.SuperOffset + 83] = 0x10;
        Seal();
        Assert.That(Codes(out _), Is.EqualTo(new[] { "SF-EROFS-0003" }));
    }

    [Test]
    public void An_inode_that_is_no_kind_of_file_is_left_out()
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(At("few/name-0000") + 4), 0x1FF);
        Assert.That(Codes(out _), Does.Contain("SF-EROFS-0004"));
    }

    [Test]
    public void Bytes_beyond_the_end_are_told_when_they_are_read()
    {
        byte[] plain = ErofsFixtures.Image("plain");
        BinaryPrimitives.WriteUInt32LittleEndian(plain.AsSpan(At("long", plain) + 16), 0x00FFFFFF);
        using ReadErofs files = ReadErofs.Of(plain, new ProblemLog());
        Assert.That(Assert.Throws<EvidenceFormatException>(() => files.Bytes("long"))?.Code, Is.EqualTo("SF-EROFS-0005"));
    }

    [Test]
    public void A_directory_whose_names_break_off_keeps_those_before()
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(Names("few") + (4 * ErofsLayout.EntryBytes) + 8), 1);
        using ReadErofs files = Read(out string[] codes);
        Assert.That(codes, Does.Contain("SF-EROFS-0006"));
        Assert.That(files.Find("few/inner"), Is.GreaterThan(0));
    }

    [Test]
    public void A_directory_that_claims_more_names_than_the_image_holds_is_not_read()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_image.AsSpan(At("few") + 8), 1UL << 40);
        Assert.That(Codes(out _), Does.Contain("SF-EROFS-0006"));
    }

    [Test]
    public void A_name_that_no_file_can_have_is_left_out()
    {
        int at = Find("name-0001"u8, Names("few"));
        _image[at + 4] = (byte)'/';
        Assert.That(Codes(out _), Does.Contain("SF-EROFS-0007"));
    }

    [Test]
    public void Attributes_that_break_off_are_told()
    {
        int xattrs = At("attr-leaf") + ErofsLayout.ExtendedBytes + ErofsLayout.XattrHeaderBytes;
        _image[xattrs + 1] = 9;
        Assert.That(Codes(out _), Does.Contain("SF-EROFS-0008"));
        _image[xattrs + 1] = 4;
        _image[xattrs + 3] = 0xFF;
        Assert.That(Codes(out _), Does.Contain("SF-EROFS-0008"));
    }

    [Test]
    public void A_directory_with_two_names_is_entered_once()
    {
        int entry = Names("few") + (2 * ErofsLayout.EntryBytes);
        Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(_image.AsSpan(entry)), Is.EqualTo(Node("few/inner")));
        BinaryPrimitives.WriteUInt64LittleEndian(_image.AsSpan(entry), Node("few"));
        Assert.That(Codes(out _), Is.EqualTo(new[] { "SF-EROFS-0009" }));
    }

    [Test]
    public void What_is_no_file_has_no_bytes()
    {
        using ReadErofs files = ReadErofs.Of(_image, new ProblemLog());
        Assert.That(Assert.Throws<EvidenceFormatException>(() => files.FileSystem.Open((long)Node("few")).Dispose())?.Code, Is.EqualTo("SF-EROFS-0012"));
    }

    [Test]
    public void An_image_that_is_too_short_is_told()
    {
        using ReadErofs files = ReadErofs.Of(_image[..^4096], new ProblemLog());
        var problems = new ProblemLog();
        ReadErofs.Of(_image[..^4096], problems).Dispose();
        Assert.That(problems.Sorted().Select(p => p.Code), Does.Contain("SF-EROFS-0013"));
    }

    [Test]
    public void A_directory_that_lies_too_deep_is_not_entered()
    {
        using var deep = new ReadErofs(new MemoryBlocks(DeepImage.Of(EvidenceTreeBuilder.MaxDepth + 2)), "deep", new ProblemLog());
        var problems = new ProblemLog();
        new ReadErofs(new MemoryBlocks(DeepImage.Of(EvidenceTreeBuilder.MaxDepth + 2)), "deep", problems).Dispose();
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-EROFS-0014" }));
        Assert.That(deep.Tree.Count, Is.EqualTo(EvidenceTreeBuilder.MaxDepth + 2));
    }

    private string[] Codes(out int names)
    {
        using ReadErofs files = Read(out string[] codes);
        names = files.Tree.Count;
        return codes;
    }

    private ReadErofs Read(out string[] codes)
    {
        var problems = new ProblemLog();
        ReadErofs files = ReadErofs.Of(_image, problems);
        codes = [.. problems.Sorted().Select(p => p.Code).Distinct()];
        return files;
    }

    private void Seal()
    {
        Span<byte> block = _image.AsSpan(ErofsLayout.SuperOffset, 4096 - ErofsLayout.SuperOffset);
        block.Slice(4, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], Crc32C.Append(~0u, block));
    }

    private static ulong Node(string path)
    {
        using ReadErofs files = ReadErofs.Of(ErofsFixtures.Image("inline"), new ProblemLog());
        return files.Inode(path);
    }

    private static int At(string path, byte[]? image = null)
    {
        using ReadErofs files = ReadErofs.Of(image ?? ErofsFixtures.Image("inline"), new ProblemLog());
        return (int)files.Inode(path) * ErofsLayout.SlotBytes;
    }

    // They follow the inode and its attributes.
    private int Names(string path)
    {
        int inode = At(path), count = BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(inode + 2));
        return inode + ErofsLayout.ExtendedBytes + (count == 0 ? 0 : ErofsLayout.XattrHeaderBytes + ((count - 1) * 4));
    }

    private int Find(ReadOnlySpan<byte> text, int from) => _image.AsSpan(from).IndexOf(text) + from;
}
