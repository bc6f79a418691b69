using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The file system EROFS: EROFS.</summary>
internal static class ErofsKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-EROFS-0001", "The superblock is missing or damaged.",
            "The image cannot be read: it keeps no copy of its superblock."),
        Warning("SF-EROFS-0002", "The checksum of the superblock does not match.",
            "It was altered or damaged. The image is read by what it says."),
        Warning("SF-EROFS-0003", "The image uses features that are not known.",
            "What they change is not seen: files may be incomplete or wrong."),
        Damage("SF-EROFS-0004", "An inode cannot be used.",
            "The file or directory is missing, with all below it. Others are read."),
        Damage("SF-EROFS-0005", "A file's bytes are said to lie where they cannot.",
            "They cannot be read. The file's metadata holds."),
        Damage("SF-EROFS-0006", "A block of a directory cannot be read, or its names break off.",
            "Names behind the damage in that block are missing. Those of other blocks are there."),
        Damage("SF-EROFS-0007", "A name in a directory cannot be, or is there twice.",
            "A name that no file can have is left out; of two equal names the second counts. Others are read."),
        Damage("SF-EROFS-0008", "Extended attributes of a file cannot be read.",
            "Attributes may be missing: capabilities, overlayfs marks, access lists. The file's bytes hold."),
        Damage("SF-EROFS-0009", "A directory has more than one name.",
            "It is entered once, under the first. The image is damaged or forged."),
        Damage("SF-EROFS-0010", "Files are compressed inside the image.",
            "Their bytes are not read. Their names, owners, modes and times hold."),
        Damage("SF-EROFS-0011", "Files have their bytes in other images.",
            "Those are not found: the bytes are missing. Their metadata holds."),
        Reason("SF-EROFS-0012", "The bytes of a node were asked for that is no regular file.",
            "Nothing is missing: it has no bytes."),
        Damage("SF-EROFS-0013", "The image is shorter than its superblock says.",
            "The end is missing, with the files in it. What lies before it is read."),
        Damage("SF-EROFS-0014", "A directory lies deeper than is read.",
            "It is there, and what is in it is missing."),
    ];
}
