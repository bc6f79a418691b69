using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Disk images, and what was found on them: DISK.</summary>
internal static class DiskKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-DISK-0001", "A range lies outside of the disk, partition or file that should hold it.",
            "What should lie there cannot be read. The rest of the disk can."),
        Damage("SF-DISK-0002", "The file that holds the disk cannot be read at this place.",
            "The bytes of that place are missing. Acquire or copy the image again; what was read elsewhere holds."),
        WarningOrDamage("SF-DISK-0003", "A header or table of the disk image says what cannot be.",
            "Damage: what it describes cannot be read, or the disk cannot be opened. Warning: a second copy was used, or the image went through a transfer as text and its data is doubtful."),
        new("SF-DISK-0004", [ProblemSeverity.Note, ProblemSeverity.Warning, ProblemSeverity.Damage],
            "The checksum of a header or table of the disk image does not match.",
            "Note and warning: a copy that is whole was used, nothing is missing. Damage: there was none; what the header or table says may be wrong."),
        WarningOrDamage("SF-DISK-0005", "A table of the disk image points where no data can be.",
            "The blocks that it points to cannot be read. All others can. Warning: the table has more entries than the disk."),
        WarningOrDamage("SF-DISK-0006", "Compressed data of the disk image cannot be decompressed, or its checksum does not match.",
            "The bytes of that block are missing. Warning: it was no data of the medium, but what was noted at acquisition."),
        WarningOrDamage("SF-DISK-0007", "A part of the disk (extent, segment, piece) is not there.",
            "Its range cannot be read; the rest is at its right place. Warning: the file looks like one piece of several and was read as a whole disk."),
        Damage("SF-DISK-0008", "Disks name each other as parent, or the chain of parents is too long.",
            "The disk cannot be opened: without its parents it has no content of its own."),
        Warning("SF-DISK-0009", "The parent disk that was found is not the one that was recorded.",
            "Blocks that come from the parent may be newer or of another disk. Those of the disk itself hold."),
        Note("SF-DISK-0010", "The disk was not closed cleanly, or its writer marked it as damaged.",
            "The machine was running, or stopped hard. What was written last may be missing."),
        Note("SF-DISK-0011", "The image holds internal snapshots, which are not shown.",
            "Earlier states of the disk are in the file and were not examined. The active state was."),
        Note("SF-DISK-0012", "A log of changes that the writer had not carried out was applied in memory.",
            "The disk is read as the next start would have left it. Bytes shown may not be at their place in the file."),
        Damage("SF-DISK-0013", "A log of changes is there and cannot be applied.",
            "The disk is read as it lies: what was written last may be missing or half done."),
        Note("SF-DISK-0014", "The format of a parent disk is not recorded; it was recognised by its content.",
            "Should the recognition be wrong, blocks from the parent are wrong. The format is named in the message."),
        Damage("SF-DISK-0015", "A file of the disk is shorter or longer than its headers say.",
            "It was cut or extended. What lies beyond its end is missing."),
        Warning("SF-DISK-0016", "Sectors could not be read when the image was made.",
            "The tool that made the image put zeros in their place; files over them are not what was on the medium."),
        Reason("SF-DISK-0017", "The bytes of something on a disk were asked for that is no regular file.",
            "Nothing is missing: it has no bytes."),
        Damage("SF-DISK-0018", "A layer that is an image of a file system cannot be read as one.",
            "Its files are missing from views and timeline. Other layers are read."),
        Warning("SF-DISK-0100", "A partition or volume holds what this version does not read.",
            "All that is in it is missing. Other partitions are read."),
        Damage("SF-DISK-0101", "The medium cannot be read whole.",
            "It has no digest to compare. What was read of it holds."),
        Damage("SF-DISK-0102", "The digest of the medium is not the one that the image carries.",
            "The image was altered or damaged since it was made: nothing on it is certain to be what was acquired."),
        Damage("SF-DISK-0103", "There are more file systems on the disk than are read.",
            "What is in the others is missing. Those read are whole."),
    ];
}
