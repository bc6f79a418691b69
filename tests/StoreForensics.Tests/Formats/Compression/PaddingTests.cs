using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using StoreForensics.Formats.Compression;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.Compression;

/// <summary>NUL bytes behind compressed data pad it to a whole number of blocks, as gzip -d and bzip2 -d take them; anything else there is told.</summary>
internal sealed class PaddingTests
{
    private static readonly int[] s_lengths = [0, 1, 2, 7, 8, 512, 4096, (16 * 1024) - 1, 200_000];

    /// <summary>Contents whose members end in few and in many NUL bytes of their own: the length, and with no content the checksum too.</summary>
    [Test]
    public void Of_gzip_is_no_data([ValueSource(nameof(s_lengths))] int padding, [Values(0, 1, 255, 65_536)] int size)
    {
        byte[] content = Content(size);
        byte[] member = Gzip(content);
        Assert.Multiple(() =>
        {
            Assert.That(Decode(CompressionFormat.Gzip, [.. member, .. new byte[padding]]), Is.EqualTo(content));
            Assert.That(Decode(CompressionFormat.Gzip, [.. member, .. member, .. new byte[padding]]), Is.EqualTo((byte[])[.. content, .. content]));
        });
    }

    [Test]
    public void Of_bzip2_is_no_data([ValueSource(nameof(s_lengths))] int padding) =>
        Assert.That(Decode(CompressionFormat.Bzip2, [.. Bzip2(Content(1000)), .. new byte[padding]]), Is.EqualTo(Content(1000)));

    [TestCase(CompressionFormat.Gzip)]
    [TestCase(CompressionFormat.Bzip2)]
    public void That_holds_other_bytes_is_told(object format)
    {
        byte[] packed = (CompressionFormat)format == CompressionFormat.Gzip ? Gzip(Content(1000)) : Bzip2(Content(1000));
        foreach (byte[] behind in (byte[][])[[1], [0, 1], [1, 0], [.. new byte[70_000], 1], [.. new byte[70_000], 1, .. new byte[70_000]]])
        {
            EvidenceFormatException told = Assert.Throws<EvidenceFormatException>(() => Decode((CompressionFormat)format, [.. packed, .. behind]))!;
            Assert.That(told.Code, Is.EqualTo("SF-COMPRESS-0003"), $"{behind.Length} bytes");
        }
    }

    /// <summary>What was cut and then filled up with NUL bytes is not whole.</summary>
    [Test]
    public void In_place_of_a_lost_end_is_damage([Values(1, 4, 8, 9, 300)] int lost)
    {
        byte[] member = Gzip(Content(100_000));
        Assert.That(() => Decode(CompressionFormat.Gzip, [.. member[..^lost], .. new byte[lost == 1 ? 0 : 4096]]), Throws.TypeOf<EvidenceFormatException>());
    }

    private static byte[] Content(int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    private static byte[] Gzip(byte[] content)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(content);
        return content.Length > 0 ? target.ToArray() : Convert.FromHexString("1f8b0800000000000003" + "0300" + "0000000000000000");
    }

    private static byte[] Bzip2(byte[] content)
    {
        var target = new MemoryStream();
        using (Stream bzip2 = BZip2Stream.Create(target, SharpCompress.Compressors.CompressionMode.Compress, false, leaveOpen: true))
            bzip2.Write(content);
        return target.ToArray();
    }

    private static byte[] Decode(CompressionFormat format, byte[] packed)
    {
        using var decoder = Decompressor.Open(format, new MemoryStream(packed));
        var plain = new MemoryStream();
        decoder.CopyTo(plain);
        return plain.ToArray();
    }
}
