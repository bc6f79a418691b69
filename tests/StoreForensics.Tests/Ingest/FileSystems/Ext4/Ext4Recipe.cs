using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>
/// Makes the committed images anew: <c>dotnet test tests/StoreForensics.Tests --filter Name=Make_the_committed_images</c>, as root on Linux (6.18 was used)
/// with e2fsprogs 1.47.0, findutils, python3, zstd and tar. The kernel writes each tree, and then says what is in it: that is the truth they are read against.
/// </summary>
public sealed class Ext4Recipe
{
    // The super block keeps the path, so that it is one of every machine. Nothing may be mounted there.
    private const string Mounted = "/media";

    [Test]
    [Explicit("Writes into the repository, and mounts.")]
    public void Make_the_committed_images()
    {
        Tool.Require("mke2fs", "mount", "find", "zstd", "tar", "sh", "python3");
        string fixtures = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Ingest", "FileSystems", "Ext4", "Fixtures");
        string work = Directory.CreateTempSubdirectory("sf-ext4-").FullName;
        foreach ((string name, string size, string options) in Ext4Images.All)
        {
            Tool.Run(work, "sh", "-e", "-c",
                $"truncate -s {size} {name}.img; mke2fs -q -F -N 160 -m 0 -L reference -U 0b5c2a4e-9b1d-4c11-8d53-7a1f5d9e0c01 {options} {name}.img; mount -o loop {name}.img {Mounted}; rmdir {Mounted}/lost+found");
            try
            {
                ReferenceTree.MakePortableIn(Mounted);
            }
            finally
            {
                Tool.Run(work, "umount", Mounted);
            }
        }
        Tool.Run(work, "sh", "-e", Path.Combine(fixtures, "make.sh"));
        Tool.Run(work, "sh", "-e", "-c",
            $"tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- * | zstd -q --ultra -22 --long=27 -f -o '{Path.Combine(fixtures, "ext4.tar.zst")}'");
        Directory.Delete(work, recursive: true);
    }
}
