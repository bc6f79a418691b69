using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>What a copy did not keep: COPY. Each is told once for an evidence.</summary>
internal static class CopyKinds
{
    public static readonly ProblemKind[] All =
    [
        WarningOrDamage("SF-COPY-0001", "The copy holds no extended attributes of overlayfs.",
            "Opaque directories cannot be seen: names that they hid may show, save where a layer's record tells of them. Warning: there may have been none."),
        Damage("SF-COPY-0002", "The copy holds no device nodes.",
            "Deletions of overlay drivers cannot be seen: deleted names may show, save where a layer's record tells of them."),
        Damage("SF-COPY-0003", "The copy holds no entries of directories.",
            "Owners, modes, times and marks of directories are unknown, and empty ones are missing."),
        Damage("SF-COPY-0004", "The copy did not keep owners.",
            "Whose a file was is unknown and not compared."),
        WarningOrDamage("SF-COPY-0005", "The copy did not keep modes, or not all bits of them.",
            "They are not compared, and files with set-id may show without it. Warning: no record tells them, and all files may have had the one mode."),
        Damage("SF-COPY-0006", "The copy did not keep modification times.",
            "They are of the copy, not of the host: they are not compared, and the timeline's file times mislead."),
        Warning("SF-COPY-0007", "The copy did not keep times of directories.",
            "When a name was put into a directory or taken out is unknown."),
        Damage("SF-COPY-0008", "The copy holds no empty files.",
            "That one is missing means nothing."),
        Damage("SF-COPY-0009", "The copy holds no symbolic links.",
            "Where they led is unknown, and files may stand in their places."),
        Damage("SF-COPY-0010", "The copy did not keep names with bytes outside ASCII.",
            "Such files stand under other names or not at all: neither is held against anyone."),
        Damage("SF-COPY-0011", "The copy holds no attributes named security.",
            "Capabilities of files are unknown and not compared."),
        Damage("SF-COPY-0012", "The copy holds no attributes named user.",
            "They are unknown and not compared."),
        Note("SF-COPY-0013", "The copy did not keep hard links.",
            "Names of one file are files of their own here: sizes on disk count them several times."),
        Damage("SF-COPY-0014", "The evidence ends early.",
            "What is missing may be behind its end: no absence is held against anyone."),
        Note("SF-COPY-0015", "The copy rounded times.",
            "They may be up to two seconds off, and the order within them is unknown."),
        Damage("SF-COPY-0016", "The copy holds no named pipes.",
            "That one is missing means nothing."),
        Note("SF-COPY-0017", "Owners are those of a user namespace.",
            "As of an engine that runs without root. Ids are shown as on disk and not compared with what was recorded inside the namespace."),
    ];
}
