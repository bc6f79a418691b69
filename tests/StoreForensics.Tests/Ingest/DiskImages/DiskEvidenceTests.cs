using System.Buffers.Binary;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Disks.Ewf;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.FileSystems;

namespace StoreForensics.Tests.Ingest.DiskImages;

/// <summary>A disk with a file system in it as an evidence, and what is wrong with the disk around it.</summary>
internal sealed class DiskEvidenceTests
{
    private static readonly byte[] s_fileSystem = NestedExt2.Image(1);
    private string _directory = "";

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("sf-diskevidence-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_disk_without_fault_has_no_problem()
    {
        using OpenedEvidence opened = Open(Write("x.img", s_fileSystem), out ProblemLog problems);
        Assert.That(problems.Sorted(), Is.Empty);
        Assert.That(opened.Source.Tree.Find(0, "d"u8), Is.Positive);
    }

    [Test]
    public void A_partition_that_is_not_read_is_named()
    {
        byte[] disk = new byte[32768 + s_fileSystem.Length + 32768];
        Partition(disk, 0, 64, s_fileSystem.Length / 512);
        Partition(disk, 1, 64 + s_fileSystem.Length / 512, 64);
        (disk[510], disk[511]) = (0x55, 0xAA);
        s_fileSystem.CopyTo(disk, 32768);
        ((byte[])[.. "LUKS"u8, 0xBA, 0xBE, 0, 2]).CopyTo(disk, 32768 + s_fileSystem.Length);
        using OpenedEvidence opened = Open(Write("x.img", disk), out ProblemLog problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString())),
            Is.EqualTo([("SF-DISK-0100", ProblemSeverity.Warning, "mbr 2")]));
        Assert.That(opened.Source.Tree.Find(0, "mbr1/d"u8), Is.Positive);
    }

    [Test]
    public void A_medium_with_a_gap_has_no_digest()
    {
        string path = Write("x.001", s_fileSystem);
        Write("x.003", new byte[s_fileSystem.Length]);
        using OpenedEvidence opened = Open(path, out ProblemLog problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(["SF-DISK-0101", DiskProblems.MissingPart]));
        Assert.That(opened.Source.Tree.Find(0, "d"u8), Is.Positive);
    }

    [Test]
    public void A_medium_that_is_not_what_was_acquired_is_damage([Values] bool isAltered)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData(s_fileSystem);
        byte[] digest = md5.GetHashAndReset();
        digest[0] ^= (byte)(isAltered ? 1 : 0);
        using OpenedEvidence opened = Open(Write("x.E01", Ewf(s_fileSystem, digest)), out ProblemLog problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)),
            Is.EqualTo(isAltered ? [("SF-DISK-0102", ProblemSeverity.Damage)] : Array.Empty<(string, ProblemSeverity)>()));
    }

    [Test]
    public void A_directory_has_no_bytes()
    {
        using OpenedEvidence opened = Open(Write("x.img", s_fileSystem), out _);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => opened.Source.Open(opened.Source.Tree.Find(0, "d"u8)))!.Code,
            Is.EqualTo(DiskProblems.NotAFile));
    }

    private static OpenedEvidence Open(string path, out ProblemLog problems)
    {
        problems = new ProblemLog();
        return EvidenceOpener.Open(path, new OpenOptions { Scratch = new Scratch(), Problems = problems, Hash = true });
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static void Partition(byte[] disk, int index, int start, int sectors)
    {
        Span<byte> entry = disk.AsSpan(446 + index * 16, 16);
        entry[4] = 0x83;
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], start);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], sectors);
    }

    // One segment, chunks of 32 KiB as they are.
    private static byte[] Ewf(byte[] medium, byte[] md5)
    {
        const int Chunk = 32768;
        var file = new List<byte>([.. "EVF\x09\r\n"u8, 0xFF, 0, 1, 1, 0, 0, 0]);
        byte[] volume = new byte[1052];
        volume[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(volume.AsSpan(4), medium.Length / Chunk);
        BinaryPrimitives.WriteInt32LittleEndian(volume.AsSpan(8), Chunk / 512);
        BinaryPrimitives.WriteInt32LittleEndian(volume.AsSpan(12), 512);
        BinaryPrimitives.WriteInt64LittleEndian(volume.AsSpan(16), medium.Length / 512);
        Section(file, "volume", Summed(volume[..1048]));
        int at = file.Count + 76;
        byte[][] chunks = [.. medium.Chunk(Chunk).Select(Summed)];
        Section(file, "sectors", [.. chunks.SelectMany(c => c)]);
        byte[] header = new byte[20], entries = new byte[chunks.Length * 4];
        BinaryPrimitives.WriteInt32LittleEndian(header, chunks.Length);
        for (int i = 0; i < chunks.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(i * 4), at + i * (Chunk + 4));
        Section(file, "table", [.. Summed(header), .. Summed(entries)]);
        Section(file, "hash", Summed([.. md5, .. new byte[16]]));
        Section(file, "done", []);
        return [.. file];
    }

    private static byte[] Summed(byte[] bytes)
    {
        byte[] sum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Adler32.Of(bytes));
        return [.. bytes, .. sum];
    }

    private static void Section(List<byte> file, string type, byte[] data)
    {
        byte[] section = new byte[72];
        System.Text.Encoding.ASCII.GetBytes(type).CopyTo(section, 0);
        BinaryPrimitives.WriteInt64LittleEndian(section.AsSpan(16), type == "done" ? file.Count : file.Count + 76 + data.Length);
        BinaryPrimitives.WriteInt64LittleEndian(section.AsSpan(24), 76 + data.Length);
        file.AddRange([.. Summed(section), .. data]);
    }
}
