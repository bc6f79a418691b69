using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The file system XFS: XFS.</summary>
internal static class XfsKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-XFS-0001", "The superblock is missing or damaged, and no copy of it can be used.",
            "The file system cannot be read, or is read by what a damaged superblock says."),
        Damage("SF-XFS-0002", "The superblock is damaged; a copy of it is used.",
            "The log is not played back, because the copy may not know where it ends. Files are read."),
        Warning("SF-XFS-0003", "The file system uses features that are not known, or is marked as in need of repair.",
            "What they change is not seen: files may be incomplete or wrong."),
        Damage("SF-XFS-0004", "An inode cannot be used.",
            "The file or directory is missing, with all below it. Others are read."),
        Damage("SF-XFS-0005", "The map of a file's blocks is damaged.",
            "The file, or its part behind the damage, cannot be read. Its metadata holds."),
        Damage("SF-XFS-0006", "A block of a directory cannot be read, or its names break off.",
            "Names behind the damage in that block are missing. Those of other blocks are there."),
        Damage("SF-XFS-0007", "A name in a directory cannot be, or is there twice.",
            "A name that no file can have is left out; of two equal names the second counts. Others are read."),
        Damage("SF-XFS-0008", "Extended attributes of a file cannot be read.",
            "Attributes may be missing: capabilities, overlayfs marks, access lists. The file's bytes hold."),
        Damage("SF-XFS-0009", "A directory has more than one name.",
            "It is entered once, under the first. The file system is damaged or forged."),
        WarningOrDamage("SF-XFS-0010", "The file system was not unmounted, and its log could not be played back whole.",
            "Damage: names and files may be older than they were, or torn. Warning: the log is on another device, or its end was being written when it stopped."),
        Note("SF-XFS-0011", "The file system was not unmounted: its log was played back in memory.",
            "It is read as the next mount would have left it. Bytes shown may not be at their place on the disk."),
        Warning("SF-XFS-0012", "A checksum of the file system does not match.",
            "What it covers was altered or torn: an inode, a block of a directory, of attributes or of a map. It is read as it is."),
        Damage("SF-XFS-0013", "Files have their bytes on a real-time device.",
            "That is another device: their bytes cannot be read. Their metadata holds."),
        Reason("SF-XFS-0014", "The bytes of an inode were asked for that is no regular file.",
            "Nothing is missing: it has no bytes."),
        Damage("SF-XFS-0015", "The volume is shorter than its file system.",
            "The end is missing, with the files in it. What lies before it is read."),
        Damage("SF-XFS-0016", "A directory lies deeper than is read.",
            "It is there, and what is in it is missing."),
    ];
}
