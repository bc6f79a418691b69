using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

/// <summary>
/// The tree on file systems that the kernel wrote through a loop device, so that every fact of it is a real one. Ignored where that cannot be done: the
/// committed images (Ingest/FileSystems) test the reader everywhere.
/// </summary>
[TestFixture("ext2, 1 KiB blocks, 128-byte inodes", "-t ext2 -b 1024 -I 128")]
[TestFixture("ext3, 2 KiB blocks", "-t ext3 -b 2048 -I 256")]
[TestFixture("ext4, 4 KiB blocks", "-t ext4 -b 4096 -I 256")]
[TestFixture("ext4, 1 KiB blocks, 512-byte inodes, no checksums", "-t ext4 -b 1024 -I 512 -O ^metadata_csum,^64bit")]
[TestFixture("ext4, inline data", "-t ext4 -b 4096 -I 512 -O inline_data")]
[TestFixture("ext4, attributes in inodes", "-t ext4 -b 1024 -I 256 -O ea_inode")]
[TestFixture("ext4, bigalloc", "-t ext4 -b 4096 -I 256 -O bigalloc,sparse_super2 -C 16384")]
[TestFixture("ext4, groups of descriptors", "-t ext4 -b 1024 -I 256 -O meta_bg,^resize_inode,^flex_bg")]
[TestFixture("ext4, no extents, no journal, no trees", "-t ext4 -b 1024 -I 256 -O ^extents,^has_journal,^dir_index,^64bit")]
public sealed class KernelExt4Contract(string name, string makeFileSystem) : KernelFileSystemContract(makeFileSystem)
{
    public override string ToString() => name;
}

/// <summary>The tree on a file system that the kernel wrote.</summary>
/// <param name="makeFileSystem">Arguments of <c>mke2fs</c>.</param>
public abstract class KernelFileSystemContract(string makeFileSystem) : PackedContract
{
    private protected override string[] Programs => ["mke2fs", "mount", "umount", "losetup", "tar", "sh"];

    private bool HasSmallInodes => makeFileSystem.Contains("-I 128", StringComparison.Ordinal);

    private protected override ReferenceEntry? Held(ReferenceEntry entry)
    {
        // The way in is a tar, which has no sockets and is given names that can be opened.
        if (entry.Kind == EntryKind.Socket || entry.Path.Length > 4000)
            return null;
        // All attributes of a file lie in one block, unless values may have inodes.
        if (makeFileSystem.Contains("-b 1024", StringComparison.Ordinal) && !makeFileSystem.Contains("ea_inode", StringComparison.Ordinal))
            entry = entry with { Xattrs = [.. entry.Xattrs.Where(x => x.Value.Length < 900)] };
        if (!HasSmallInodes)
            return entry;
        // Whole seconds, of 32 bits with a sign.
        return entry with { Modified = new Timestamp(Math.Clamp(entry.Modified.Seconds, int.MinValue, int.MaxValue), 0) };
    }

    private protected override string Pack(string root, string list, string directory)
    {
        string image = Path.Combine(directory, "image");
        LoopImage.Make(image, $"mke2fs -q -F {makeFileSystem}", root, list);
        return Wrap(image, directory);
    }

    /// <summary>What goes around the file system's image; nothing.</summary>
    private protected virtual string Wrap(string image, string directory) => image;
}

/// <summary>The same tree below the directory of a partition or logical volume, in every format of disk.</summary>
[TestFixture("qcow2", "qemu-img convert -f raw -O qcow2 disk out")]
[TestFixture("compressed qcow2", "qemu-img convert -c -f raw -O qcow2 disk out")]
[TestFixture("VMDK", "qemu-img convert -f raw -O vmdk disk out")]
[TestFixture("stream-optimized VMDK", "qemu-img convert -f raw -O vmdk -o subformat=streamOptimized disk out")]
[TestFixture("VHD", "qemu-img convert -f raw -O vpc disk out")]
[TestFixture("VHDX", "qemu-img convert -f raw -O vhdx disk out")]
[TestFixture("E01", "ewfacquire -q -u -t ewf -C c -D d -E e -e x -N n -m fixed -M logical -f encase6 -c deflate:fast -S 1MiB $PWD/disk && mv ewf.E01 out.E01 && for f in ewf.E*; do [ ! -f $f ] || mv $f out.${f#ewf.}; done")]
[TestFixture("MBR, logical partition", "sfdisk")]
[TestFixture("LVM", "lvcreate")]
[TestFixture("split raw", "split -b 7M -d -a 3 --numeric-suffixes=1 disk out.")]
public sealed class DiskContract(string name, string convert) : KernelFileSystemContract("-t ext4 -b 4096 -I 256")
{
    public override string ToString() => name;

    private protected override string[] Programs => [.. base.Programs, "sgdisk", "dd", convert.Split(' ')[0]];

    private protected override string Wrap(string image, string directory)
    {
        if (s_tables.TryGetValue(name, out string? make))
        {
            Tool.Run(directory, "sh", "-ec", make);
            return Path.Combine(directory, "disk");
        }
        Tool.Run(directory, "sh", "-ec",
            "truncate -s 26M disk; sgdisk -n1:2048:+1M -t1:ef00 -n2:0:0 disk >/dev/null; dd if=image of=disk bs=1M seek=2 conv=notrunc status=none; " + convert
            + " >/dev/null");
        string split = Path.Combine(directory, "out.001"), ewf = Path.Combine(directory, "out.E01");
        return File.Exists(split) ? split : File.Exists(ewf) ? ewf : Path.Combine(directory, "out");
    }

    private protected override string Below => name switch
    {
        "MBR, logical partition" => "mbr5",
        "LVM" => "lvm-vg0-root",
        _ => "gpt2",
    };

    // Without the device mapper a logical volume cannot be mounted; it lies in one piece from the first extent on, at 1 MiB.
    private static readonly Dictionary<string, string> s_tables = new()
    {
        ["MBR, logical partition"] =
            "truncate -s 30M disk; printf 'label: dos\n1 : start=2048,size=2048,type=82\n2 : start=6144,type=5\n5 : start=8192,size=45056,type=83\n' | sfdisk -q disk; dd if=image of=disk bs=1M seek=4 conv=notrunc status=none",
        ["LVM"] = """
            truncate -s 30M disk; d=$(losetup -f --show disk); trap 'losetup -d $d' EXIT
            o='--driverloaded n --devices '$d
            pvcreate -q $o $d >/dev/null 2>&1; vgcreate -q $o -s 1M vg0 $d >/dev/null 2>&1; lvcreate -q $o -an -Zn -Wn -l 22 -n root vg0 >/dev/null 2>&1
            dd if=image of=$d bs=1M seek=1 conv=notrunc status=none; sync
            """,
    };
}

/// <summary>Makes a file system through a loop device.</summary>
internal static class LoopImage
{
    /// <summary>Ignores the test where nothing can be mounted.</summary>
    public static void Make(string image, string make, string root, string list)
    {
        if (Environment.UserName != "root" || !File.Exists("/dev/loop-control"))
            Assert.Ignore("Mounting an image takes root and loop devices.");
        string directory = Path.GetDirectoryName(image)!;
        try
        {
            Tool.Run(directory, "sh", "-ec", $"truncate -s 22M image; {make} image; mkdir mnt; mount -o loop image mnt; rmdir mnt/lost+found");
        }
        catch (AssertionException refused) when (refused.Message.Contains("mount", StringComparison.Ordinal))
        {
            Assert.Ignore("The image cannot be mounted here.");
        }
        try
        {
            Tool.Run(directory, "sh", "-ec",
                $"tar -C '{root}' --null --no-recursion --xattrs '--xattrs-include=*' --numeric-owner --format=posix -S -cf - -T '{list}' | tar -C mnt --xattrs '--xattrs-include=*' --numeric-owner -p -S --warning=no-timestamp -xf -");
            // tar makes some links last, which changes the times of their directories again.
            Tool.Run(root, "find", ".", "-path", "./deep", "-prune", "-o", "-type", "d", "-exec", "touch", "-r", "{}", directory + "/mnt/{}", ";");
        }
        finally
        {
            Tool.Run(directory, "umount", "mnt");
        }
    }
}
