using System.IO.Compression;
using SharpCompress.Common;
using SharpCompress.Writers.SevenZip;
using StoreForensics.Tests.Contracts;
using StoreForensics.Tests.Ingest.Disks;
using StoreForensics.Tests.Ingest.Partitions;

namespace StoreForensics.Tests.Faults;

/// <summary>A small store in every wrapping that is read, each in a folder of its own. Ignores the test where a program that makes one is missing.</summary>
internal sealed class FaultEvidence(string folder)
{
    public static readonly string[] Archives = ["tar", "gzip", "zip", "7z", "directory"];

    /// <summary>Disks, each with the program that makes it of a raw one; none: it is made here.</summary>
    public static readonly string[] Disks =
        ["ext4", "split raw", "partitions", "qcow2", "compressed qcow2", "VMDK", "VMDK in pieces", "VHD", "fixed VHD", "VHDX", "E01", "gzip of a disk"];

    private const int DiskBytes = 4 << 20;
    private const string Sample = "ubuntu-0.7.2";

    private byte[]? _fileSystem;

    /// <summary>The evidence in that wrapping.</summary>
    public string Make(string wrapping)
    {
        string place = Path.Combine(folder, "evidence", wrapping.Replace(' ', '-'));
        Directory.CreateDirectory(place);
        string path = Path.Combine(place, "evidence");
        if (Archives.Contains(wrapping))
            Archive(wrapping, path);
        else
            path = Disk(wrapping, path);
        return path;
    }

    private static void Archive(string wrapping, string path)
    {
        string sample = Path.Combine(Checkout.Samples, Sample, Sample + ".tar.gz");
        using var tar = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(sample), CompressionMode.Decompress))
            gzip.CopyTo(tar);
        tar.Position = 0;
        switch (wrapping)
        {
            case "tar":
                File.WriteAllBytes(path, tar.ToArray());
                break;
            case "gzip":
                File.Copy(sample, path);
                break;
            case "zip":
                using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
                using (Stream member = zip.CreateEntry("e.tar").Open())
                    tar.CopyTo(member);
                break;
            case "7z":
                using (var writer = new SevenZipWriter(File.Create(path), new SevenZipWriterOptions(CompressionType.LZMA2) { LeaveStreamOpen = false }))
                    writer.Write("e.tar", tar, null);
                break;
            default:
                Tool.Require("tar");
                if (!Environment.IsPrivilegedProcess)
                    Assert.Ignore("Only root may make the sample's devices.");
                Directory.CreateDirectory(path);
                Tool.Run(path, "tar", "-xf", sample);
                break;
        }
    }

    private string Disk(string kind, string path)
    {
        byte[] raw = _fileSystem ??= FileSystem();
        switch (kind)
        {
            case "ext4":
                File.WriteAllBytes(path, raw);
                return path;
            case "split raw":
                for (int i = 0; i < 3; i++)
                    File.WriteAllBytes($"{path}.00{i + 1}", raw[(i * DiskBytes / 4)..(i < 2 ? (i + 1) * DiskBytes / 4 : raw.Length)]);
                return path + ".001";
            case "partitions":
                byte[] disk = new byte[raw.Length + (2 << 20)];
                MadeDisk.Gpt(disk, (2048, raw.Length / MadeDisk.Sector));
                raw.CopyTo(disk, 1 << 20);
                File.WriteAllBytes(path, disk);
                return path;
            case "E01":
                File.WriteAllBytes(path, MadeEwf.Of(raw));
                return path;
            case "gzip of a disk":
                using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
                    gzip.Write(raw);
                return path;
            default:
                return Converted(raw, kind, path);
        }
    }

    private static string Converted(byte[] raw, string kind, string path)
    {
        Tool.Require("qemu-img");
        File.WriteAllBytes(path + ".raw", raw);
        string[] how = kind switch
        {
            "qcow2" => ["-O", "qcow2"],
            "compressed qcow2" => ["-c", "-O", "qcow2"],
            "VMDK" => ["-O", "vmdk"],
            "VMDK in pieces" => ["-O", "vmdk", "-o", "subformat=twoGbMaxExtentFlat"],
            "VHD" => ["-O", "vpc", "-o", "force_size=on"],
            "fixed VHD" => ["-O", "vpc", "-o", "subformat=fixed,force_size=on"],
            _ => ["-O", "vhdx"],
        };
        Tool.Run(Path.GetDirectoryName(path)!, "qemu-img", ["convert", "-f", "raw", .. how, path + ".raw", path + ".disk"]);
        File.Delete(path + ".raw");
        return path + ".disk";
    }

    private byte[] FileSystem()
    {
        Tool.Require("mke2fs");
        string image = Path.Combine(folder, "image"), directory = Path.Combine(folder, "tree");
        Archive("directory", directory);
        Tool.Run(folder, "mke2fs", "-q", "-t", "ext4", "-b", "1024", "-d", directory, image, $"{DiskBytes / 1024}k");
        byte[] bytes = File.ReadAllBytes(image);
        File.Delete(image);
        Directory.Delete(directory, recursive: true);
        return bytes;
    }
}
