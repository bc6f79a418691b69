using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using SharpCompress.Compressors.BZip2;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.Archives;

/// <summary>
/// Whatever is done to an archive's bytes: opening it ends, throws nothing but that it cannot be opened, and so does reading its files; neither takes more
/// memory than a bound that does not depend on what the bytes claim.
/// </summary>
[TestFixture]
[NonParallelizable] // what is allocated meanwhile is counted
internal sealed class ArchiveMutationTests
{
    private const int Rounds = 120;
    private const long MaxReadBytes = 64 << 20;
    private const long MaxAllocatedBytes = 512L << 20;

    private static readonly string[] s_wrappings = ["tar", "gzip", "bzip2", "xz", "zstd", "lz4", "zip"];

    /// <summary>The archive that is not touched gives its files, so that the rounds do mutate something that is read.</summary>
    [Test]
    public void The_whole_archive_is_read([ValueSource(nameof(s_wrappings))] string wrapping, [Values] bool piped) =>
        Assert.That(piped && wrapping == "zip" ? 100 : Read(Packed(wrapping), piped), Is.GreaterThan(50));

    [Test]
    public void Flipped_bits([ValueSource(nameof(s_wrappings))] string wrapping, [Values] bool piped)
    {
        byte[] whole = Packed(wrapping);
        var random = new Random(20_260_101);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = [.. whole];
            int at = random.Next(bytes.Length), bit = random.Next(8);
            bytes[at] ^= (byte)(1 << bit);
            Survive(bytes, piped, $"bit {bit} of byte {at}");
        }
    }

    /// <summary>Headers of a tar, their sums made right again so that what they claim is believed.</summary>
    [Test]
    public void Believed_headers([Values] bool piped)
    {
        byte[] whole = Packed("tar");
        int[] headers = [.. Enumerable.Range(0, whole.Length / 512).Select(b => b * 512).Where(at => whole.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))];
        var random = new Random(20_260_102);
        for (int round = 0; round < 3 * Rounds; round++)
        {
            byte[] bytes = [.. whole];
            int header = headers[random.Next(headers.Length)], at = random.Next(4) == 0 ? 124 + random.Next(12) : random.Next(512);
            bytes[header + at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)('0' + random.Next(10)),
                _ =>
                (byte)(0x80 | random.Next(128))
            };
            Sum(bytes.AsSpan(header, 512));
            Survive(bytes, piped, $"byte {at} of the header at {header}");
        }
    }

    /// <summary>Extended headers have their lengths in their data.</summary>
    [Test]
    public void Believed_extended_headers()
    {
        byte[] whole = Packed("tar");
        int[] extended = [.. Enumerable.Range(0, whole.Length / 512).Select(b => b * 512).Where(at => whole.AsSpan(at + 257, 5).SequenceEqual("ustar"u8)
            && whole[at + 156] == 'x')];
        Assert.That(extended, Is.Not.Empty);
        var random = new Random(20_260_103);
        for (int round = 0; round < 2 * Rounds; round++)
        {
            byte[] bytes = [.. whole];
            int at = extended[random.Next(extended.Length)] + 512 + random.Next(300);
            bytes[at] = random.Next(2) == 0 ? (byte)('0' + random.Next(10)) : (byte)random.Next(256);
            Survive(bytes, piped: false, $"byte {at}");
        }
    }

    [Test]
    public void Truncated([ValueSource(nameof(s_wrappings))] string wrapping, [Values] bool piped)
    {
        byte[] whole = Packed(wrapping);
        var random = new Random(20_260_104);
        for (int round = 0; round < Rounds / 3; round++)
        {
            int length = round == 0 ? 0 : random.Next(whole.Length);
            Survive(whole[..length], piped, $"cut to {length}");
        }
    }

    internal static void Survive(byte[] bytes, bool piped, string what, long maxAllocated = MaxAllocatedBytes)
    {
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            Read(bytes, piped);
        }
        catch (EvidenceOpenException)
        {
            // says that it cannot be opened
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(maxAllocated), what);
    }

    /// <summary>Opens an archive and reads all its files. Gives the number of files.</summary>
    internal static int Read(byte[] bytes, bool piped)
    {
        using var scratch = new Scratch();
        string path = "-";
        if (!piped)
            File.WriteAllBytes(path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"mutated-{TestContext.CurrentContext.Test.ID}"), bytes);
        try
        {
            using OpenedEvidence opened = EvidenceOpener.Open(path, new OpenOptions
            {
                Scratch = scratch,
                Problems = new ProblemLog(),
                Keep = static (_, size) => size <= 1 << 20,
                Hash = true,
                StandardInput = piped ? new MemoryStream(bytes) : null,
            });
            return ReadFiles(opened.Source);
        }
        finally
        {
            if (!piped)
                File.Delete(path);
        }
    }

    private static int ReadFiles(IEvidenceSource source)
    {
        byte[] buffer = new byte[1 << 16];
        int files = 0;
        for (int node = 0; node < source.Tree.Count; node++)
        {
            if (source.Tree[node].Kind != EntryKind.File)
                continue;
            files++;
            try
            {
                using Stream stream = source.Open(node);
                long read = 0;
                for (int got; read < MaxReadBytes && (got = stream.Read(buffer)) > 0; read += got)
                {
                }
            }
            catch (EvidenceFormatException)
            {
                // says that it cannot be read
            }
        }
        return files;
    }

    private static void Sum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in header)
            sum += b;
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    internal static MemoryStream CommittedTar()
    {
        using Stream committed = typeof(ArchiveMutationTests).Assembly.GetManifestResourceStream(CommittedTarContract.Name)!;
        using var gzip = new GZipStream(committed, CompressionMode.Decompress);
        var tar = new MemoryStream();
        gzip.CopyTo(tar);
        tar.Position = 0;
        return tar;
    }

    private static byte[] Packed(string wrapping)
    {
        MemoryStream tar = CommittedTar();
        var packed = new MemoryStream();
        switch (wrapping)
        {
            case "tar":
                return tar.ToArray();
            case "zip":
                using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                using (Stream member = zip.CreateEntry("e.tar").Open())
                    member.Write(tar.ToArray());
                return packed.ToArray();
            case "xz":
                return Xz(tar.ToArray());
        }
        using (Stream packer = wrapping switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "bzip2" => BZip2Stream.Create(packed, SharpCompress.Compressors.CompressionMode.Compress, decompressConcatenated: false, leaveOpen: true),
            "zstd" => new ZstdSharp.CompressionStream(packed, leaveOpen: true),
            _ => LZ4Stream.Encode(packed, leaveOpen: true),
        })
        {
            packer.Write(tar.ToArray());
        }
        return packed.ToArray();
    }

    // No library at hand writes xz.
    private static byte[] Xz(byte[] tar)
    {
        Tool.Require("xz");
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"plain-{TestContext.CurrentContext.Test.ID}");
        File.WriteAllBytes(file, tar);
        Tool.Run(Path.GetDirectoryName(file)!, "xz", "-f", "-0", Path.GetFileName(file));
        byte[] packed = File.ReadAllBytes(file + ".xz");
        File.Delete(file + ".xz");
        return packed;
    }
}
