using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>File systems ext2, ext3 and ext4: EXT4.</summary>
internal static class Ext4Kinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-EXT4-0001", "The superblock is missing or damaged, and no copy of it can be used.",
            "The file system cannot be read, or is read by what a damaged superblock says."),
        Damage("SF-EXT4-0002", "The superblock is damaged; a copy of it is used.",
            "Facts that change with every mount (last mount, free space) may be old. Files are read."),
        Warning("SF-EXT4-0003", "The file system uses features that are not known.",
            "What they change is not seen: files may be incomplete or wrong."),
        Damage("SF-EXT4-0004", "An inode cannot be used.",
            "The file or directory is missing, with all below it. Others are read."),
        Damage("SF-EXT4-0005", "The map of a file's blocks is damaged.",
            "The file, or its part behind the damage, cannot be read. Its metadata holds."),
        Damage("SF-EXT4-0006", "The names in a block of a directory break off, or lie in a block that it should not have.",
            "Names behind the damage in that block are missing; those in blocks past its size or marked as never written are listed. Those of other blocks are there."),
        Damage("SF-EXT4-0007", "A name in a directory cannot be, or is there twice.",
            "A name that no file can have is left out; of two equal names the second counts. Others are read."),
        Damage("SF-EXT4-0008", "Extended attributes of a file cannot be read.",
            "Attributes may be missing: capabilities, overlayfs marks, access lists. The file's bytes hold."),
        Damage("SF-EXT4-0009", "A directory has more than one name.",
            "It is entered once, under the first. The file system is damaged or forged."),
        WarningOrDamage("SF-EXT4-0010", "The file system was not unmounted, and its journal could not be played back whole.",
            "Damage: files may be older than they were, or torn. Warning: only fast commits, changes of the last seconds, are missing, or it was found by the superblock's copy of its inode."),
        Note("SF-EXT4-0011", "The file system was not unmounted: its journal was played back in memory.",
            "It is read as the next mount would have left it. Bytes shown may not be at their place on the disk."),
        Warning("SF-EXT4-0012", "A checksum of the file system does not match.",
            "What it covers was altered or torn: an inode, a directory's block, a group's descriptor. It is read as it is."),
        Damage("SF-EXT4-0013", "Files or directories are encrypted.",
            "Their bytes cannot be read without the key; names in encrypted directories are shown as they lie on the disk."),
        Reason("SF-EXT4-0014", "The bytes of an inode were asked for that is no regular file.",
            "Nothing is missing: it has no bytes."),
        Damage("SF-EXT4-0015", "The volume is shorter than its file system.",
            "The end is missing, with the files in it. What lies before it is read."),
        Damage("SF-EXT4-0016", "A directory lies deeper than is read.",
            "It is there, and what is in it is missing."),
        Warning("SF-EXT4-0017", "The descriptor of a group is damaged; a copy of it is used.",
            "Nothing: where inodes lie does not change. The medium was altered or is failing, and the bitmaps of deleted files may be older."),
    ];
}
