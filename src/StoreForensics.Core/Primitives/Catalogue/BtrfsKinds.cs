using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The file system btrfs: BTRFS.</summary>
internal static class BtrfsKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-BTRFS-0001", "The superblock is missing or damaged, and no copy of it can be used.",
            "The file system cannot be read, or is read by what a damaged superblock says."),
        Damage("SF-BTRFS-0002", "The superblock is damaged; a copy of it is used.",
            "Nothing, if the copy is of the same transaction; else files are older than they were."),
        Warning("SF-BTRFS-0003", "The file system uses features or checksums that are not known.",
            "What they change is not seen: files may be incomplete or wrong, and damage may go unnoticed."),
        Damage("SF-BTRFS-0004", "A block of a tree cannot be used, in no copy.",
            "What stands in it is missing: names, inodes, attributes or parts of files. Other blocks are read."),
        Warning("SF-BTRFS-0005", "A block of a tree has a damaged copy; another is used.",
            "Nothing is missing. The medium was altered or is failing."),
        Warning("SF-BTRFS-0006", "A block of a tree has a wrong checksum or age, and no copy is better.",
            "It was altered, torn or not written. It is read as it is."),
        Damage("SF-BTRFS-0007", "The record of a chunk is damaged, or an address lies in none.",
            "Blocks and files in it cannot be read."),
        WarningOrDamage("SF-BTRFS-0008", "The file system is on several devices, of which one is missing, is older than others, or is there twice.",
            "Damage: what lies on it alone cannot be read. Warning: a copy of everything is at hand, and may be older than those on it."),
        WarningOrDamage("SF-BTRFS-0009", "A subvolume cannot be read, or has no name.",
            "Damage: it is missing, with all in it. Warning: it was deleted, or the directory that named it is damaged; it is not listed."),
        Damage("SF-BTRFS-0010", "An inode cannot be used.",
            "The file or directory is missing, with all below it. Others are read."),
        Damage("SF-BTRFS-0011", "A name in a directory cannot be, or is there twice.",
            "A name that no file can have is left out; of two equal names the second counts. Others are read."),
        Damage("SF-BTRFS-0012", "Extended attributes of a file cannot be read.",
            "Attributes may be missing: capabilities, overlayfs marks, access lists. The file's bytes hold."),
        Damage("SF-BTRFS-0013", "The record of a file's bytes is damaged, or they cannot be unpacked.",
            "The file, or that part of it, cannot be read. Its metadata holds."),
        Damage("SF-BTRFS-0014", "The file system was not unmounted, and its log tree cannot be read whole.",
            "What was synced in the last seconds may be missing, or older than it was. All else is as at the last commit."),
        Reason("SF-BTRFS-0015", "The bytes of an inode were asked for that is no regular file.",
            "Nothing is missing: it has no bytes."),
        Damage("SF-BTRFS-0016", "The volume is shorter than its file system.",
            "The end is missing, with what lay in it. What lies before it is read."),
        Damage("SF-BTRFS-0017", "A directory has more than one name, or lies deeper than is read.",
            "It is entered once, under the first name, or not at all."),
        Note("SF-BTRFS-0018", "The file system was not unmounted: its log tree was played back in memory.",
            "It is read as the next mount would have left it. Bytes shown may not be at their place on the disk."),
        Damage("SF-BTRFS-0019", "Bytes of a file do not have the checksum that the file system itself keeps of them, in no copy.",
            "They were changed beneath the file system (by who wrote to the device and not to the file), or the medium is failing, or a program "
            + "changed its buffer while it was written without the page cache (O_DIRECT). They are read as they are."),
        Warning("SF-BTRFS-0020", "A copy of a file's bytes is damaged or older; another, which has the file system's own checksum, is used.",
            "Nothing is missing. The medium was altered or is failing, or a device was not there when the others were written."),
    ];
}
