using StoreForensics.Ingest;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Ingest.FileSystems.Erofs;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Ingest.FileSystems.Xfs;

namespace StoreForensics.Fuzz.Targets;

/// <summary>Formats of disks, what divides them, and file systems.</summary>
internal static class DiskTargets
{
    private static readonly DiskKey s_key = new("open sesame"u8.ToArray());

    public static IEnumerable<Target> All =>
    [
        Disk("qcow2", ".qcow2"), Disk("vmdk", ".vmdk"), Disk("vhd", ".vhd"), Disk("vhdx", ".vhdx"), Disk("ewf", ".E01", ".e01", ".s01"), Disk("vdi", ".vdi"),
        new("partitions", static (name, size) => Path.GetFileName(name) is "gpt4k.raw" or "lvm.raw" || name.EndsWith(".disk", StringComparison.Ordinal),
            static _ => true, static (input, _) => Reading.Partitions(new InputBlocks(input), s_key)) { Made = MadeDisks.All },
        Image("ext4", "ext", static input => Reading.FileSystem(new InputBlocks(input), Ext4FileSystem.Open), IsExt),
        Image("xfs", "", static input => Reading.FileSystem(new InputBlocks(input), XfsFileSystem.Open), static b => b.AsSpan().StartsWith("XFSB"u8)),
        Image("btrfs", "", static input => Reading.FileSystem(new InputBlocks(input), BtrfsFileSystem.Open),
            static b => b.Length > 0x10048 && b.AsSpan(0x10040).StartsWith("_BHRfS_M"u8)),
        Image("erofs", "", static input => Reading.FileSystem(new InputBlocks(input), ErofsFileSystem.Open),
            static b => b.Length > 1028 && b.AsSpan(1024).StartsWith((ReadOnlySpan<byte>)[0xE2, 0xE1, 0xF5, 0xE0])),
    ];

    private static Target Disk(string name, params string[] endings) => new(name,
        (file, size) => endings.Any(e => file.EndsWith(e, StringComparison.Ordinal)) && size < 13 << 20, static _ => true,
        static (input, place) => Reading.Disk(place.File(input), place.Directory))
    {
        Beside = static (file, size) => size < 5 << 20 && Path.GetExtension(file) is ".raw" or ".vmdk" or ".E01" or ".E02" or ".qcow2" or ".data",
        Made = () => name == "vdi" ? MadeDisks.Vdi() : [],
    };

    private static Target Image(string name, string begins, Action<Input> read, Func<byte[], bool> isOne) => new(name,
        (file, size) => file.EndsWith(".img", StringComparison.Ordinal), isOne, (input, _) => read(input));

    private static bool IsExt(byte[] bytes) => bytes.Length > 2048 && bytes[1080] == 0x53 && bytes[1081] == 0xEF;
}
