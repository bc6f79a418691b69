using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Directories of the examining machine: DIR.</summary>
internal static class DirectoryKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-DIR-0001", "A directory could not be opened or listed to its end.",
            "Names in it are missing, with all below them. Others are read."),
        Damage("SF-DIR-0002", "The facts of a name could not be read.",
            "That file or directory is missing. Others are read."),
        Warning("SF-DIR-0003", "A name was listed and is gone, or is another file now.",
            "The directory is in use: something wrote to it while it was read. That name is missing; other facts may be of different moments."),
        Damage("SF-DIR-0004", "Extended attributes could not be read.",
            "Attributes are missing: overlayfs marks (deletions, opaque directories), capabilities. Views of layers may be wrong."),
        Warning("SF-DIR-0005", "A file system that the kernel makes up is mounted here.",
            "It was not walked: it belongs to the examining machine, not to the evidence."),
        Warning("SF-DIR-0006", "Reading may change access times.",
            "Access times of files read may be those of the examination from now on. Examine a copy, or mount it read-only."),
        Damage("SF-DIR-0007", "A directory lies within itself, or deeper than is read.",
            "What is in it is missing. Others are read."),
        Note("SF-DIR-0008", "Attributes named trusted.* are hidden from this user.",
            "If there are any, opaque directories and redirects of overlayfs are not seen, and views of layers may be wrong. Run as root."),
        Damage("SF-DIR-0009", "The target of a symlink could not be read.",
            "Where the link leads is unknown. The link itself is listed."),
        Damage("SF-DIR-0010", "A file could not be opened.",
            "Its bytes are missing, and not covered by a digest over the directory. Its facts hold."),
        Warning("SF-DIR-0011", "A file is not as it was when it was listed.",
            "Something wrote to it meanwhile: its bytes are newer than its listed size and time."),
        Damage("SF-DIR-0012", "The medium failed while a file was read.",
            "The bytes from there on are missing, and the file is not covered by a digest. Copy the evidence again."),
        Warning("SF-DIR-0013", "A time has a fraction of a second or more.",
            "The fraction was left out; the inode is damaged or forged. Other facts hold."),
        Damage("SF-DIR-0014", "A name cannot be kept.",
            "The file or directory of that name is missing, with all below it."),
        Warning("SF-DIR-0015", "The examining system tells less of files than Linux does.",
            "Owners, change times, device numbers, link counts and extended attributes are unknown, and reading may change access times. Names, sizes, mtimes and bytes hold."),
        Damage("SF-DIR-0016", "A directory may not be opened by the user who runs the program.",
            "Names in it are missing, with all below them, and a store may be among them. Run as root, or on a copy made by root."),
    ];
}
