using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The host around the store: HOST.</summary>
internal static class HostKinds
{
    public static readonly ProblemKind[] All =
    [
        Note("SF-HOST-0001", "Something else stands where the host's file is expected.",
            "It is not followed; what the file would say is unknown."),
        Note("SF-HOST-0002", "There are more files of one kind than are looked at.",
            "The first were. The others may be worth a look by hand."),
        Note("SF-HOST-0003", "A configuration file of the host is too large for its kind.",
            "It is not read; what it says is unknown."),
        Damage("SF-HOST-0004", "A file of the host cannot be read to its end.",
            "Lines from there on are missing. Those before hold."),
        Note("SF-HOST-0005", "A text of the host has lines longer than are read.",
            "Their first bytes are read; a mention of an engine behind them is not seen."),
        Note("SF-HOST-0006", "A text of the host is longer than is read.",
            "The rest was not looked at."),
        Note("SF-HOST-0007", "More lines of a file mention a container engine than are kept.",
            "The first are shown. The file has more."),
        Note("SF-HOST-0008", "The host's package database is of rpm, which is not read.",
            "Which packages the host had is unknown."),
        Note("SF-HOST-0009", "The group docker has more members than are kept.",
            "The first are shown. The file has more."),
        Note("SF-HOST-0010", "Logs of the host are there that are not read.",
            "systemd's journal or the audit log may tell of the engine; other tools read them."),
        Warning("SF-HOST-0011", "The host names a data root in which no store is recognised.",
            "What was there is not examined: emptied, of another kind, or on a volume that was not acquired."),
        Note("SF-HOST-0012", "More directories look like the root of a host than are read.",
            "The first were. The others were not looked at."),
    ];
}
