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
        Warning("SF-LOG-0007", "A part of a log is a hole, which holds no lines.",
            "Reading went on behind it. What stood there, if anything did, is missing."),
        WarningOrDamage("SF-LOCALLOG-0001", "Bytes of a local log are no record.",
            "Reading went on behind them. Damage: records there are missing. Warning: only zeros, or a record that was being written, before a hole."),
        Damage("SF-LOCALLOG-0002", "A record of a local log cannot be decoded.",
            "That record is missing. Others are read."),
        Damage("SF-LOCALLOG-0003", "The rest of a local log cannot be read.",
            "Records from there on are missing. Those before hold."),
        Damage("SF-LOCALLOG-0004", "A local log is too damaged to find further records in it.",
            "Records from there on are missing. Those before hold."),
        WarningOrDamage("SF-LOCALLOG-0005", "A local log ends in bytes that are no whole record.",
            "Warning: only zeros or a record that was being written, as when the evidence was taken or the power went. Damage: other bytes; records may be missing."),
        Damage("SF-LOCALLOG-0006", "A local log cannot be opened.",
            "All its records are missing."),
        Warning("SF-LOCALLOG-0007", "A part of a local log is a hole, which holds no records.",
            "Reading went on behind it. What stood there, if anything did, is missing."),
    ];
}
