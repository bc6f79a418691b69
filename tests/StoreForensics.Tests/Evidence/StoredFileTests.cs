using System.IO.Compression;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using ZstdSharp;

namespace StoreForensics.Tests.Evidence;

[TestFixture]
internal sealed class StoredFileTests
{
    private static readonly byte[] s_text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i * 7919 % 20_011}\n")));

    [TestCase("log.gz")]
    [TestCase("log")]
    public void What_is_compressed_is_told_by_its_bytes(string name)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Read(name, Gzip(s_text)).Bytes, Is.EqualTo(s_text));
            Assert.That(Read(name, new Compressor().Wrap(s_text).ToArray()).Bytes, Is.EqualTo(s_text));
            Assert.That(Read(name, [.. Gzip(s_text[..100]), .. Gzip(s_text[100..])]), Is.EqualTo((s_text, (string?)null)), "several members");
        });
    }

    [Test]
    public void What_is_not_is_given_as_it_lies() => Assert.That(Read("log", s_text), Is.EqualTo((s_text, (string?)null)));

    [TestCase(GzipCut.AtFlush)]
    [TestCase(GzipCut.MidBlock)]
    public void Cut_gzip_gives_what_was_there_and_then_says_so(GzipCut cut)
    {
        (byte[] bytes, string? damage) = Read("log.gz", CutGzip.Of(s_text, cut));

        Assert.That(bytes.Length, cut == GzipCut.AtFlush ? Is.InRange((s_text.Length / 2) - 20, s_text.Length / 2)
            : Is.InRange(s_text.Length / 2, s_text.Length - 1));
        Assert.That(s_text.AsSpan().StartsWith(bytes));
        Assert.That(damage, Does.StartWith("SF-COMPRESS-0002 its gzip data is damaged or cut: it ends early"));
    }

    [Test]
    public void Cut_zstd_gives_what_was_there_and_then_says_so()
    {
        byte[] packed = new Compressor(1).Wrap(Enumerable.Range(0, 40).SelectMany(_ => s_text).ToArray()).ToArray();

        (byte[] bytes, string? damage) = Read("log.zst", packed[..(packed.Length - 10)]);

        Assert.That(bytes, Is.Not.Empty);
        Assert.That(damage, Does.StartWith("SF-COMPRESS-0002 its zstd data is damaged or cut"));
    }

    [Test]
    public void Bytes_behind_the_last_member_are_damage() =>
        Assert.That(Read("log.gz", [.. Gzip(s_text), .. "more"u8]),
            Is.EqualTo((s_text, "SF-COMPRESS-0003 bytes that are no gzip data follow it, near byte " + (Gzip(s_text).Length + 4) + " of the compressed file")));

    [Test]
    public void A_name_of_gzip_that_the_bytes_do_not_bear_out_is_damage()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Read("log.gz", []).Damage, Does.StartWith("SF-COMPRESS-0002 it is empty"));
            Assert.That(Read("log.gz", new byte[4096]).Damage, Does.StartWith("SF-COMPRESS-0001 it does not begin as compressed data do"));
            Assert.That(Read("log.gz", [0x1F, 0x8B]).Damage, Does.StartWith("SF-COMPRESS-0001"));
            Assert.That(Read("log", []).Damage, Is.Null);
        });
    }

    [Test]
    public void Only_so_much_comes_out_of_a_compressed_file()
    {
        byte[] packed = new Compressor().Wrap(new byte[10_000_000]).ToArray();

        (byte[] bytes, string? damage) = Read("log", packed, maxBytes: 5_000_001);

        Assert.That(bytes, Has.Length.EqualTo(5_000_001));
        Assert.That(damage, Does.StartWith("SF-COMPRESS-0005 more than 5000001 bytes lie in it"));
        Assert.That(Read("log", packed, maxBytes: 10_000_000).Damage, Is.Null);
    }

    [Test]
    public void A_fault_of_the_medium_is_damage_of_the_evidence()
    {
        var broken = new OneFile("log", 10, () => throw new IOException("no more"));
        var breaking = new OneFile("log", 100, () => new Breaking());

        Assert.That(() => StoredFile.Open(broken, broken.Node), Throws.InstanceOf<EvidenceFormatException>().With.Message.EqualTo("no more"));
        Assert.That(Read(breaking, null), Is.EqualTo(("some"u8.ToArray(), "SF-FILE-0001 the medium")));
    }

    private static (byte[] Bytes, string? Damage) Read(string name, byte[] file, long? maxBytes = null) => Read(new OneFile(name, file), maxBytes);

    private static (byte[] Bytes, string? Damage) Read(OneFile file, long? maxBytes)
    {
        var bytes = new MemoryStream();
        try
        {
            using StoredFile stream = StoredFile.OpenPlain(file, file.Node, maxBytes);
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
                bytes.Write(buffer, 0, read);
            return (bytes.ToArray(), null);
        }
        catch (EvidenceFormatException damage)
        {
            return (bytes.ToArray(), $"{damage.Code} {damage.Message}");
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Four bytes, then a fault of the medium.</summary>
    private sealed class Breaking : MemoryStream
    {
        public Breaking()
            : base("some"u8.ToArray())
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Position < Length ? base.Read(buffer, offset, count)
            : throw new IOException("the medium");
    }
}
