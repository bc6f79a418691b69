using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Partitions.Luks;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.Disks;
using StoreForensics.Tests.Ingest.FileSystems;

namespace StoreForensics.Tests.Ingest.Partitions.Luks;

/// <summary>Encrypted volumes with and without their key, whole and damaged.</summary>
internal sealed class LuksTests
{
    private static readonly byte[] s_content = NestedExt2.Image("secret", "place");
    private static readonly DiskKey s_key = new("open sesame"u8.ToArray());

    [TestCase("aes-xts-plain64", 64, "sha256")]
    [TestCase("aes-xts-plain64", 32, "sha1")]
    [TestCase("aes-xts-plain64", 64, "sha512")]
    [TestCase("aes-cbc-essiv:sha256", 32, "sha256")]
    [TestCase("aes-cbc-essiv:sha256", 16, "sha1")]
    [TestCase("aes-cbc-plain64", 24, "sha384")]
    [TestCase("aes-cbc-plain", 32, "sha256")]
    public void Version_1(string cipher, int keyBytes, string hash)
    {
        (Partition? opened, IReadOnlyList<Problem> problems) = Read(
            new MadeLuks(1) { Cipher = cipher, KeyBytes = keyBytes, Hash = hash }.Make(s_content), s_key);
        Assert.That(problems, Is.Empty);
        Assert.That((opened!.FoundAs, opened.Type), Is.EqualTo(("gpt 1 luks", $"LUKS 1, {cipher}, opened")));
        Media.AssertSame(opened.Blocks, s_content);
    }

    [Test]
    public void Version_2([Values("pbkdf2", "argon2i", "argon2id")] string kdf, [Values(512, 1024, 2048, 4096)] int sector,
        [Values("aes-xts-plain64", "aes-cbc-essiv:sha256")] string cipher)
    {
        (Partition? opened, IReadOnlyList<Problem> problems) = Read(
            new MadeLuks(2) { Cipher = cipher, KeyBytes = 32, Kdf = kdf, SectorBytes = sector }.Make(s_content), s_key);
        Assert.That(problems, Is.Empty);
        Assert.That((opened!.Name, opened.Content.Words), Is.EqualTo(("vault", "ext2")));
        Media.AssertSame(opened.Blocks, s_content);
    }

    [TestCase("open sesame\n", true)]
    [TestCase("open sesame\r\n", true)]
    [TestCase("open sesame\n\n", false)]
    [TestCase("Open sesame", false)]
    public void A_line_end_behind_a_passphrase_is_tried_without(string key, bool isRight)
    {
        (Partition? opened, IReadOnlyList<Problem> problems) = Read(new MadeLuks(2).Make(s_content), new DiskKey(System.Text.Encoding.ASCII.GetBytes(key)));
        Assert.That(opened is not null, Is.EqualTo(isRight));
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo(isRight ? [] : new[] { (LuksProblems.WrongKey, ProblemSeverity.Damage) }));
    }

    [Test]
    public void A_passphrase_that_ends_in_a_line_end_is_tried_as_it_is() =>
        Assert.That(Read(new MadeLuks(1) { Passphrase = "key\n"u8.ToArray() }.Make(s_content), new DiskKey("key\n"u8.ToArray())).Opened, Is.Not.Null);

    [TestCase(1, "key slots 2 (PBKDF2 sha256)")]
    [TestCase(2, "key slots 3 (PBKDF2 sha256)")]
    public void Without_a_key_it_is_named_with_its_slots(int version, string slots)
    {
        (Partition? opened, IReadOnlyList<Problem> problems) = Read(new MadeLuks(version).Make(s_content), null);
        Assert.That(opened, Is.Null);
        Assert.That(problems.Select(p => (p.Code, p.Severity, p.Origin.Path.ToString())), Is.EqualTo([(LuksProblems.NoKey, ProblemSeverity.Warning, "gpt 1")]));
        Assert.That(problems[0].Message, Does.Contain(slots).And.Contain(MadeLuks.Uuid).And.Contain("aes-xts-plain64").And.Contain("--key"));
    }

    [TestCase(0x100, TestName = "First copy damaged")]
    [TestCase(0x4100, TestName = "Second copy damaged")]
    [TestCase(0, TestName = "First copy's mark gone")]
    public void One_of_the_two_copies_is_enough(int at)
    {
        byte[] image = new MadeLuks(2).Make(s_content);
        image[at] ^= 1;
        (Partition? opened, IReadOnlyList<Problem> problems) = Read(image, s_key);
        Media.AssertSame(opened!.Blocks, s_content);
        Assert.That(problems.Select(p => p.Code), Is.EqualTo([LuksProblems.SecondCopy]));
    }

    [Test]
    public void Without_a_whole_copy_it_is_damaged()
    {
        byte[] image = new MadeLuks(2).Make(s_content);
        (image[5000], image[0x4000 + 5000]) = (1, 1);
        Assert.That(Read(image, s_key).Problems.Select(p => p.Code), Is.EqualTo([LuksProblems.BadHeader]));
    }

    [TestCase("\"aes-xts-plain64\",\"sector_size\"", "\"serpent-xts-plain64\",\"sector_size\"", LuksProblems.NotReadCode)]
    [TestCase("\"json_size\"", "\"requirements\":{\"mandatory\":[\"online-reencrypt-v2\"]},\"json_size\"", LuksProblems.NotReadCode)]
    [TestCase("\"iterations\":10,\"salt\"", "\"iterations\":999999999,\"salt\"", LuksProblems.WrongKey)]
    [TestCase("\"stripes\":5", "\"stripes\":100000000", LuksProblems.BadHeader)]
    [TestCase("\"key_size\":64,\"af\"", "\"key_size\":1000000000,\"af\"", LuksProblems.BadHeader)]
    [TestCase("\"offset\":\"65536\"", "\"offset\":\"99999999999999\"", LuksProblems.BadHeader)]
    [TestCase("\"offset\":\"49152\"", "\"offset\":\"99999999999999\"", LuksProblems.WrongKey)]
    [TestCase("\"sector_size\":512", "\"sector_size\":0", LuksProblems.BadHeader)]
    [TestCase("\"segments\":{", "\"segments\":[{", LuksProblems.BadHeader)]
    public void Headers_that_cannot_be_or_are_not_read(string from, string to, string code)
    {
        (Partition? opened, IReadOnlyList<Problem> problems) = Read(new MadeLuks(2) { Change = (from, to) }.Make(s_content), s_key);
        Assert.That((opened, problems.Single().Code), Is.EqualTo(((Partition?)null, code)));
    }

    /// <summary>What a hostile header asks for is not done.</summary>
    [TestCase("\"memory\":64", "\"memory\":4000000000")]
    [TestCase("\"time\":2", "\"time\":4000000000")]
    [TestCase("\"cpus\":2", "\"cpus\":1000000")]
    [TestCase("\"cpus\":2", "\"cpus\":0")]
    public void Work_and_memory_are_bounded(string from, string to)
    {
        (Partition? opened, IReadOnlyList<Problem> problems) = Read(new MadeLuks(2) { Kdf = "argon2id", Change = (from, to) }.Make(s_content), s_key);
        Assert.That((opened, problems.Single().Code), Is.EqualTo(((Partition?)null, LuksProblems.WrongKey)));
        Assert.That(problems.Single().Message, Does.Contain("more than is done"));
    }

    /// <summary>A segment that is not encrypted yet, before one that is.</summary>
    [Test]
    public void Segments_lie_one_after_the_other()
    {
        (Partition? opened, _) = Read(new MadeLuks(2)
        {
            Change = ("\"segments\":{\"0\":", "\"segments\":{\"7\":{\"type\":\"linear\",\"offset\":\"4096\",\"size\":\"512\",\"flags\":[\"backup-moved-segment\"]},"
                + "\"1\":{\"type\":\"linear\",\"offset\":\"65536\",\"size\":\"1024\"},\"0\":"),
        }.Make(s_content), s_key);
        Assert.That(opened!.Length, Is.EqualTo(s_content.Length + 1024));
        byte[] start = new byte[s_content.Length];
        opened.Blocks.ReadAt(0, start);
        Assert.That(start.AsSpan().SequenceEqual(s_content), Is.True);
    }

    [Test]
    public void A_whole_disk_is_opened_and_its_files_are_listed()
    {
        string folder = Directory.CreateTempSubdirectory("sf-luks-").FullName;
        try
        {
            string path = Path.Combine(folder, "disk.raw");
            File.WriteAllBytes(path, new MadeLuks(2).Make(s_content));
            using var scratch = new Scratch(folder);
            var problems = new ProblemLog();
            var options = new OpenOptions { Scratch = scratch, Problems = problems };
            using (OpenedEvidence opened = EvidenceOpener.Open(path, options with { Key = s_key }))
            {
                Assert.That(opened.Source.Tree.Find(EvidenceTree.Root, "luks/secret/place"u8), Is.Not.EqualTo(EvidenceTree.None));
                Assert.That(opened.Details.Wrapping, Is.EqualTo(["raw", "luks"]));
                Assert.That(problems.Sorted(), Is.Empty);
            }
            Assert.That(Assert.Throws<EvidenceOpenException>(() => EvidenceOpener.Open(path, options))!.Message, Does.Contain("--key"));
            Assert.That(Assert.Throws<EvidenceOpenException>(() => EvidenceOpener.Open(path, options with { Key = new DiskKey([1]) }))!.Message,
                Does.Contain("opens none"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Checksums are made right again, so that what is behind them is reached.</summary>
    [Test]
    public void Any_byte_of_a_header_changed([Values(1, 2)] int version)
    {
        byte[] whole = new MadeLuks(version).Make(s_content);
        int[] used = [.. Enumerable.Range(0, 0x4000).Where(i => whole[i] != 0 && i is < 448 or >= 512)];
        var random = new Random(20_261_132);
        int differs = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] image = [.. whole];
            for (int i = 0; i < 1 + (round % 3); i++)
                image[used[random.Next(used.Length)]] = (byte)random.Next(256);
            if (version == 2)
            {
                image.AsSpan(0x4000, 0x4000).Clear();
                MadeLuks.Seal(image.AsSpan(0, 0x4000));
            }
            (Partition? opened, _) = Read(round % 7 == 0 ? image[..random.Next(image.Length)] : image, s_key);
            differs += opened is null ? 1 : 0;
            if (opened is { Length: >= 512 })
            {
                try
                {
                    opened.Blocks.ReadAt(0, new byte[512]);
                }
                catch (EvidenceFormatException)
                {
                    // what the evidence says cannot be
                }
            }
        }
        Assert.That(differs, Is.GreaterThan(50));
    }

    private static (Partition? Opened, IReadOnlyList<Problem> Problems) Read(byte[] volume, DiskKey? key)
    {
        byte[] disk = new byte[(volume.Length + 511) / 512 * 512 + (4096 * 512)];
        MadeDisk.Gpt(disk, (2048, (volume.Length + 511) / 512));
        volume.CopyTo(disk, 2048 * 512);
        var problems = new ProblemLog();
        IReadOnlyList<Partition> found = PartitionReader.Read(new BytesSource(disk), "disk", problems, key: key).Parts;
        return (found.FirstOrDefault(p => p.Scheme == "luks"), problems.Sorted());
    }
}
