using System.Security.Cryptography;
using System.Text;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Primitives;
using StoreForensics.Tests.Evidence;
using static StoreForensics.Tests.Formats.TarSplit.TarSplitSample;

namespace StoreForensics.Tests.Formats.TarSplit;

public sealed class TarSplitRebuilderTest
{
    private static readonly Dictionary<string, string> Files = new() { ["a"] = "hello\n", ["b"] = new string('x', 1000) };

    private static readonly byte[] Tar = [.. Header("a", 6), .. Padded("hello\n"u8.ToArray()), .. Header("b", 1000),
        .. Padded(Encoding.ASCII.GetBytes(Files["b"])), .. new byte[1024]];

    private static readonly string[] Split = [Segment(0, Header("a", 6)), File(1, "a", Files["a"]), Segment(2, new byte[506], Header("b", 1000)),
        File(3, "b", Files["b"]), Segment(4, new byte[24 + 1024])];

    [Test]
    public void TheTarComesBackByteForByte()
    {
        var output = new MemoryStream();

        TarSplitRebuild rebuild = Rebuild(Files, output);

        Assert.That(output.ToArray(), Is.EqualTo(Tar));
        Assert.That(rebuild.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Tar))));
        Assert.That((rebuild.Length, rebuild.Files, rebuild.FaultCount), Is.EqualTo(((long)Tar.Length, 2L, 0L)));
    }

    [Test]
    public void OtherContentOfTheSameSizeGivesAnotherDigestAndIsNamed()
    {
        TarSplitRebuild rebuild = Rebuild(new() { ["a"] = "hellO\n", ["b"] = Files["b"] });

        Assert.That(rebuild.Sha256, Is.Not.Null.And.Not.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Tar))));
        Assert.That(rebuild.Faults.Select(f => (f.Member.Name.ToString(), f.Kind)), Is.EqualTo(new[] { ("a", TarSplitFaultKind.ContentDiffers) }));
        Assert.That(rebuild.Faults[0].Detail, Does.StartWith("CRC-64 614c3eeee2d81000 recorded"));
    }

    [TestCase(null, "Missing")]
    [TestCase("hello", "SizeDiffers")]
    [TestCase("hello\nagain", "SizeDiffers")]
    [TestCase("throw", "Unreadable")]
    public void WithoutTheRightBytesThereIsNoDigestAndTheRestIsStillChecked(string? content, string kind)
    {
        var files = new Dictionary<string, string> { ["b"] = new string('y', 1000) };
        if (content is not null)
            files["a"] = content;

        TarSplitRebuild rebuild = Rebuild(files);

        Assert.That(rebuild.Sha256, Is.Null);
        Assert.That(rebuild.Faults.Select(f => $"{f.Member.Name} {f.Kind}"), Is.EqualTo(new[] { $"a {kind}", "b ContentDiffers" }));
    }

    [Test]
    public void ADamagedTarSplitGivesNoDigest()
    {
        TarSplitRebuild rebuild = Rebuild(Files, null, [.. Split[..2], "{", .. Split[2..]]);

        Assert.That(rebuild.Sha256, Is.Null);
        Assert.That(rebuild.FaultCount, Is.Zero);
    }

    /// <summary>Sizes from the evidence must not be believed: nothing is allocated or written for them.</summary>
    [Test]
    public void AHugeSizeCostsNothing()
    {
        string line = $$"""{"type":1,"name":"a","size":{{long.MaxValue}},"payload":null,"position":0}""";

        TarSplitRebuild rebuild = Rebuild(Files, new MemoryStream(),
            [line, line.Replace("\"position\":0", "\"position\":1", StringComparison.Ordinal), Segment(2, new byte[512])]);

        Assert.That((rebuild.Sha256, rebuild.Length, rebuild.FaultCount), Is.EqualTo(((string?)null, long.MaxValue, 2L)));
    }

    private static TarSplitRebuild Rebuild(Dictionary<string, string> files, Stream? output = null, string[]? split = null)
    {
        var reader = new TarSplitReader(OneFile.Plain("tar-split.json.gz", Gzip(Lines(split ?? Split))), new ProblemLog(),
            new Origin("test", "tar-split.json.gz"));
        return new TarSplitRebuilder(reader, Open).Run(output);

        Stream? Open(TarSplitMember entry) => files.GetValueOrDefault(entry.Name.ToString()) switch
        {
            null => null,
            "throw" => throw new EvidenceFormatException("SF-TEST-0001", "unreadable"),
            string text => new MemoryStream(Encoding.ASCII.GetBytes(text)),
        };
    }
}
