using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Logs of containers: LOG, LOCALLOG.</summary>
internal static class LogKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-LOG-0001", "A log cannot be opened.",
            "All its lines are missing."),
        Damage("SF-LOG-0002", "The rest of a log cannot be read.",
            "Lines from there on are missing. Those before hold."),
        Damage("SF-LOG-0003", "A line of a log cannot be decoded.",
            "That line is missing: overwritten, or damaged. Others are read."),
        Warning("SF-LOG-0004", "The numbers of rotated logs have a gap.",
            "A whole log is missing: deleted by something that is not the engine."),
        Warning("SF-LOG-0005", "A log that was put aside is smaller than the engine makes them.",
            "Lines were taken out, or another program rotates the log."),
        Warning("SF-LOG-0006", "A line of a log is cut off, at its end or by a hole.",
            "It was being written when the evidence was taken or the power went. Lines before it hold."),
        Damage("SF-LOG-0007", "A part of a log is NUL bytes or a hole, which hold no lines.",
            "Lines that stood there are missing: a power cut leaves such, and at the beginning of a file a rotation by another program that copies and truncates it."),
        Note("SF-LOG-0008", "A rotated log is there plain and compressed.",
            "The plain one is read, as the engine does. The compressed one holds the same lines or fewer: its compression was cut off."),
        Warning("SF-LOG-0009", "A rotated log is there plain and compressed, and they differ.",
            "The plain one is read, as the engine does. One of them was altered or put there: look into the compressed one too."),
        WarningOrDamage("SF-LOCALLOG-0001", "Bytes of a local log are no record.",
            "Reading went on behind them. Damage: records there are missing. Warning: a record that was being written, before a hole."),
        Damage("SF-LOCALLOG-0002", "A record of a local log cannot be decoded.",
            "That record is missing. Others are read."),
        Damage("SF-LOCALLOG-0003", "The rest of a local log cannot be read.",
            "Records from there on are missing. Those before hold."),
        Damage("SF-LOCALLOG-0004", "A local log is too damaged to find further records in it.",
            "Records from there on are missing. Those before hold."),
        WarningOrDamage("SF-LOCALLOG-0005", "A local log ends in bytes that are no whole record.",
            "Warning: a record that was being written, as when the evidence was taken or the power went. Damage: other bytes; records may be missing."),
        Damage("SF-LOCALLOG-0006", "A local log cannot be opened.",
            "All its records are missing."),
        Damage("SF-LOCALLOG-0007", "A part of a local log is NUL bytes or a hole, which hold no records.",
            "Records that stood there are missing: a power cut leaves such, and at the beginning of a file a rotation by another program that copies and truncates it."),
    ];
}
