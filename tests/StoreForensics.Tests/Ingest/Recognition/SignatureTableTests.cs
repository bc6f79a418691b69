using System.Formats.Tar;
using System.Text;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Tests.Ingest.Recognition;

internal sealed class SignatureTableTests
{
    private static readonly FormatKind[] s_kinds = [.. SignatureTable.All.Select(s => s.Kind)];

    private static IEnumerable<TestCaseData> Marks => SignatureTable.All.Where(s => s.AsFile is not null && s.Also is null)
        .SelectMany(s => s.Marks.Select((m, i) => new TestCaseData(s, m).SetArgDisplayNames(s.Kind.ToString(),
            i.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Test]
    public void Every_kind_is_there_once() =>
        Assert.That(s_kinds.Order(), Is.EqualTo(Enum.GetValues<FormatKind>().Except([FormatKind.Unknown, FormatKind.Empty, FormatKind.Text]).Order()));

    /// <summary>A tar may hold any mark; what lies around a file system is asked for before it; a boot record's mark is in many other things.</summary>
    [Test]
    public void Order()
    {
        Assert.That(s_kinds[0], Is.EqualTo(FormatKind.Tar));
        Assert.That(s_kinds[^1], Is.EqualTo(FormatKind.Mbr));
        Assert.That(Array.IndexOf(s_kinds, FormatKind.Zfs), Is.LessThan(s_kinds.Length - 1));
        foreach (FormatKind around in (FormatKind[])[FormatKind.Luks, FormatKind.BitLocker, FormatKind.LinuxRaid, FormatKind.LvmPhysicalVolume,
            FormatKind.ThinPool])
            Assert.That(Array.IndexOf(s_kinds, around), Is.LessThan(Array.IndexOf(s_kinds, FormatKind.Ext)), around.ToString());
    }

    [Test]
    public void Every_row_has_words_and_a_sign()
    {
        foreach (Signature signature in SignatureTable.All)
        {
            Assert.That(signature.AsFile ?? signature.AsPart, Is.Not.Null, signature.Kind.ToString());
            Assert.That(signature.Marks.Count > 0 || signature.Also is not null, signature.Kind.ToString());
        }
    }

    [TestCaseSource(nameof(Marks))]
    public void A_mark_tells_the_file(object row, object at)
    {
        (Signature signature, Mark mark) = ((Signature)row, (Mark)at);
        byte[] head = new byte[Recogniser.FileHeadBytes], tail = new byte[512];
        mark.Bytes.CopyTo(mark.IsInTail ? tail : head, mark.Offset);
        Assert.That(Recogniser.File(head, tail), Is.EqualTo(new Recognised(signature.Kind, signature.AsFile!)));
    }

    [Test]
    public void A_tar_of_a_disk_is_a_tar()
    {
        var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "disk") { DataStream = new MemoryStream([.. "EFI PART"u8]) });
        Assert.That(Encoding.ASCII.GetString(bytes.ToArray(), 512, 8), Is.EqualTo("EFI PART"));
        Assert.That(Recogniser.File(bytes.ToArray()).Kind, Is.EqualTo(FormatKind.Tar));
    }

    [TestCase(4)]
    [TestCase(7)]
    [TestCase(8)]
    public void A_skippable_frame_and_nothing_else(int length) =>
        Assert.That(Recogniser.File(new byte[] { 0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0 }.AsSpan(0, length)).Kind, Is.EqualTo(FormatKind.Zstd));

    [Test]
    public void Words_about_encryption_are_a_text() => Assert.That(Recogniser.File("LUKS is a format of encrypted volumes."u8).Kind,
        Is.EqualTo(FormatKind.Text));
}
