using StoreForensics.Ingest;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;
using StoreForensics.Tests.Ingest.Disks;

namespace StoreForensics.Tests.Ingest.Partitions.Luks;

/// <summary>Volumes that cryptsetup (2.6 and later, on a plain file) and qemu-img encrypted: what comes out is what went in.</summary>
internal sealed class LuksToolTests
{
    private const int Content = 1 << 20;

    private string _directory = "";
    private byte[] _content = [];

    [SetUp]
    public void Make()
    {
        _directory = Directory.CreateTempSubdirectory("sf-cryptsetup-").FullName;
        _content = new byte[Content];
        new Random(9).NextBytes(_content);
        File.WriteAllText(Path.Combine(_directory, "key"), "correct horse");
    }

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [TestCase("", 1)]
    [TestCase("--hash sha512 --key-size 256", 1)]
    [TestCase("--hash sha1 --cipher aes-cbc-essiv:sha256 --key-size 256", 1)]
    [TestCase("--cipher aes-cbc-plain64 --key-size 128", 1)]
    [TestCase("--pbkdf pbkdf2 --pbkdf-force-iterations 1000", 2)]
    [TestCase("--pbkdf pbkdf2 --pbkdf-force-iterations 1000 --hash sha512 --sector-size 4096", 2)]
    [TestCase("--pbkdf argon2i --pbkdf-force-iterations 4 --pbkdf-memory 2048 --sector-size 1024", 2)]
    [TestCase("--pbkdf argon2id --pbkdf-force-iterations 5 --pbkdf-memory 65536 --pbkdf-parallel 4 --sector-size 2048", 2)]
    [TestCase("--pbkdf argon2id --pbkdf-force-iterations 4 --pbkdf-memory 4096 --pbkdf-parallel 1 --sector-size 4096", 2)]
    [TestCase("--pbkdf argon2id --pbkdf-force-iterations 4 --pbkdf-memory 4096 --cipher aes-cbc-essiv:sha256 --key-size 256", 2)]
    public void Of_cryptsetup(string options, int version)
    {
        Tool.Require("cryptsetup");
        string path = Path.Combine(_directory, "disk");
        using (FileStream file = File.Create(path))
        {
            file.Write(_content);
            file.SetLength(Content + (32 << 20));
        }
        Tool.Run(_directory, "cryptsetup",
            ["reencrypt", "--encrypt", "--type", "luks2", .. version == 1 ? ["--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000"] : Array.Empty<string>(),
                .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--reduce-device-size", "32M", "--batch-mode", "--key-file", "key", "disk"]);
        if (version == 1) // to encrypt a volume of version 1 it would need a kernel's help
            Tool.Run(_directory, "cryptsetup", "convert", "--type", "luks1", "--batch-mode", "disk");
        Check(path);
    }

    [TestCase("cipher-mode=xts,ivgen-alg=plain64,cipher-alg=aes-256,hash-alg=sha256")]
    [TestCase("cipher-mode=xts,ivgen-alg=plain64,cipher-alg=aes-128,hash-alg=sha512")]
    [TestCase("cipher-mode=cbc,ivgen-alg=essiv,ivgen-hash-alg=sha256,cipher-alg=aes-256,hash-alg=sha1")]
    [TestCase("cipher-mode=cbc,ivgen-alg=plain64,cipher-alg=aes-128,hash-alg=sha256")]
    public void Of_qemu(string options)
    {
        Tool.Require("qemu-img");
        File.WriteAllBytes(Path.Combine(_directory, "plain"), _content);
        Encrypt(options);
        Check(Path.Combine(_directory, "disk"));
    }

    // It measures its own speed first, and gives up where a busy machine gives it no number.
    private void Encrypt(string options)
    {
        string told = "";
        for (int i = 0; i < 20; i++)
        {
            (int code, told) = Tool.Try(_directory, "qemu-img", "convert", "--object", "secret,id=k,file=key", "-f", "raw", "-O", "luks", "-o",
                $"key-secret=k,iter-time=10,{options}", "plain", "disk");
            if (code == 0)
                return;
            Assert.That(told, Does.Contain("accurate CPU usage"));
        }
        Assert.Ignore($"qemu-img could not measure its speed here: {told}");
    }

    private void Check(string path)
    {
        using var disk = new FileBlocks(File.OpenHandle(path), new FileInfo(path).Length);
        var problems = new ProblemLog();
        Partition opened = PartitionReader.Read(disk, "disk", problems, key: new DiskKey(File.ReadAllBytes(Path.Combine(_directory, "key")))).Parts
            .Single(p => p.Scheme == "luks");
        Assert.That(problems.Sorted(), Is.Empty);
        Media.AssertSame(new BlockWindow(opened.Blocks, 0, Content), _content);
    }
}
