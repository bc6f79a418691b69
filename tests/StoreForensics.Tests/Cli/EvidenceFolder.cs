using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Cli;

/// <summary>
/// Evidence of every kind in <c>ev</c>, and in <c>out</c> other names for it. The disks hold nothing: an output that is one of their files is refused before
/// their content is asked for.
/// </summary>
internal sealed class EvidenceFolder : NamedFolder
{
    private const int DiskBytes = 1 << 16;

    public EvidenceFolder()
    {
        foreach (string name in (string[])["ev/host", "parents", "out/full"])
            Directory.CreateDirectory(At(name));
        using (var gzip = new GZipStream(File.OpenRead(Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz")), CompressionMode.Decompress))
        using (FileStream tar = File.Create(At("ev/host.tar")))
            gzip.CopyTo(tar);
        Tool.Run(At("ev/host"), "tar", "-xf", "../host.tar", "--exclude=*/dev/*");
        File.Copy(At("ev/host.tar"), At("out/z.tar.partial"));
        File.WriteAllText(At("ev/host/note.csv"), "evidence");
        Disk("ev/raw.001");
        Disk("ev/raw.002");
        Disk("ev/flat-f001.vmdk");
        Disk("ev/flat-f002.vmdk");
        Disk("parents/base.img");
        File.WriteAllText(At("ev/flat.vmdk"), $"""
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="twoGbMaxExtentFlat"
            RW {DiskBytes / 512} FLAT "flat-f001.vmdk" 0
            RW {DiskBytes / 512} FLAT "flat-f002.vmdk" 0
            """.ReplaceLineEndings("\n"));
        Overlay("ev/over.qcow2", "base.img");
        File.WriteAllText(At("out/full/passwd"), "mine");
        Link("out/ev", "../ev");
        Link("out/parents", At("parents"));
        foreach (string ending in (string[])["csv", "tar"])
        {
            Link($"out/nowhere.{ending}", "../ev/host/none.csv");
            Link($"out/file.{ending}", "../ev/host.tar");
            Link($"out/piece.{ending}", "../ev/raw.002");
            Link($"out/extent.{ending}", "../ev/flat-f001.vmdk");
            Tool.Run(Root, "ln", "ev/host.tar", $"out/file-hard.{ending}");
            Tool.Run(Root, "ln", "ev/raw.002", $"out/piece-hard.{ending}");
            Tool.Run(Root, "ln", "ev/flat-f002.vmdk", $"out/extent-hard.{ending}");
            Tool.Run(Root, "ln", "parents/base.img", $"out/base-hard.{ending}");
            Tool.Run(Root, "ln", "ev/host/note.csv", $"out/note-hard.{ending}");
        }
    }

    // The mark of an ext file system is all that makes it a disk.
    private void Disk(string name)
    {
        byte[] bytes = new byte[DiskBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1080), 0xEF53);
        File.WriteAllBytes(At(name), bytes);
    }

    private void Overlay(string name, string backing)
    {
        byte[] bytes = new byte[3 * 65536];
        byte[] spelled = Encoding.UTF8.GetBytes(backing);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x514649FB);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), 1024);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), (uint)spelled.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), DiskBytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(36), 1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(40), 65536);
        spelled.CopyTo(bytes.AsSpan(1024));
        File.WriteAllBytes(At(name), bytes);
    }
}
