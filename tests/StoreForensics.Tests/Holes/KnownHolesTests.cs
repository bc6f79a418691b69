using System.IO.Compression;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Holes;

/// <summary>Every kind of evidence knows the holes of its files.</summary>
public sealed class KnownHolesTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Holes of files are told by Linux.");
        _directory = Directory.CreateTempSubdirectory("sf-holes-").FullName;
    }

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [TestCaseSource(typeof(SparseTars), nameof(SparseTars.Kinds))]
    public void A_sparse_entry_of_a_tar(string kind)
    {
        File.WriteAllBytes(Named("a.tar"), SparseTars.Of(kind));
        Check(Named("a.tar"), SparseTars.Name);
    }

    [TestCaseSource(typeof(SparseTars), nameof(SparseTars.Kinds))]
    public void A_sparse_entry_of_a_compressed_tar(string kind)
    {
        using (FileStream file = File.Create(Named("a.tar.gz")))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
            gzip.Write(SparseTars.Of(kind));
        Check(Named("a.tar.gz"), SparseTars.Name);
    }

    /// <summary>A tar that itself lies in a file with holes, which ends in one of a tebibyte; its entry is not sparse.</summary>
    [Test]
    public void A_plain_entry_of_a_tar_with_holes()
    {
        byte[] head = SparseTars.Plain();
        using (FileStream file = File.Create(Named("a.tar")))
        {
            file.Write(head);
            foreach (long place in HoleyFile.Places)
            {
                file.Position = head.Length + place;
                file.Write(HoleyFile.Words(place));
            }
            file.SetLength(head.Length + HoleyFile.Bytes + (1L << 40));
        }
        Check(Named("a.tar"), SparseTars.Name);
    }

    [Test]
    public void A_file_of_a_directory()
    {
        Directory.CreateDirectory(Named("d"));
        HoleyFile.Create(Named("d/file"));
        Check(Named("d"), "file");
    }

    [TestCase("-O ^has_journal")]
    [TestCase("-O ^has_journal,^extent,^64bit")]
    public void A_file_of_ext4(string options)
    {
        MakeExt4(options, 64 << 20);
        Check(Named("image"), "file");
    }

    [Test]
    public void A_file_of_ext4_in_a_disk_image()
    {
        MakeExt4("-O ^has_journal", 64 << 20);
        Qcow2.Write(Named("image"), Named("disk.qcow2"));
        Check(Named("disk.qcow2"), "file");
    }

    /// <summary>The file system has given the file all its blocks; what the image does not store is a hole all the same.</summary>
    [TestCase("image")]
    [TestCase("disk.qcow2")]
    public void Blocks_that_an_image_does_not_store(string name)
    {
        Tool.Require("mke2fs");
        Directory.CreateDirectory(Named("d"));
        byte[] mark = HoleyFile.Words(1);
        File.WriteAllBytes(Named("d/file"), [.. Enumerable.Repeat(mark, 4096).SelectMany(b => b)]); // 16 MiB
        MakeImage("-O ^has_journal", 64 << 20);
        PunchAllBut(Named("image"), mark, keep: 64);
        Qcow2.Write(Named("image"), Named("disk.qcow2"));
        using IEvidenceSource source = Open(Named(name));
        using Stream stream = source.Open(source.Tree.Find(0, "file"u8));
        long holes = HolesOf(stream);
        Assert.That(holes, Is.InRange(15 << 20, 16 << 20));
    }

    private static long HolesOf(Stream stream)
    {
        long holes = 0, at = 0;
        for (DataRun run; !(run = stream.NextData(at)).IsEmpty; at = run.End)
            holes += run.Start - at;
        return holes + stream.Length - at;
    }

    // Writes the image anew without the blocks of the file, save the first few: their places become holes.
    private static void PunchAllBut(string image, byte[] mark, int keep)
    {
        byte[] bytes = File.ReadAllBytes(image);
        using FileStream file = File.Create(image);
        file.SetLength(bytes.Length);
        for (int at = 0; at < bytes.Length; at += mark.Length)
        {
            ReadOnlySpan<byte> block = bytes.AsSpan(at, mark.Length);
            if (!block.ContainsAnyExcept((byte)0) || (block.SequenceEqual(mark) && keep-- <= 0))
                continue;
            file.Position = at;
            file.Write(block);
        }
    }

    private void MakeExt4(string options, long bytes)
    {
        Tool.Require("mke2fs");
        Directory.CreateDirectory(Named("d"));
        HoleyFile.Create(Named("d/file"));
        MakeImage(options, bytes);
    }

    private void MakeImage(string options, long bytes)
    {
        using (FileStream file = File.Create(Named("image")))
            file.SetLength(bytes);
        Tool.Run(_directory, "mke2fs", ["-q", "-F", "-t", "ext4", "-b", "4096", "-d", Named("d"), .. options.Split(' '), Named("image")]);
    }

    private static void Check(string evidence, string path)
    {
        IEvidenceSource? source = null;
        HoleyFile.Within(() => source = Open(evidence));
        using (source)
        {
            int node = source!.Tree.Find(0, System.Text.Encoding.ASCII.GetBytes(path));
            Assert.That(source.Tree[node].Size, Is.EqualTo(HoleyFile.Bytes));
            HoleyFile.Check(() => source.Open(node));
        }
    }

    private static IEvidenceSource Open(string path) =>
        EvidenceOpener.Open(path, new OpenOptions { Scratch = new Scratch(), Problems = new ProblemLog(), Keep = static (_, _) => true }).Source;

    private string Named(string name) => Path.Combine(_directory, name);
}
