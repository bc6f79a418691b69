using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Bolt databases, and the engine's own: BOLT, VOLDB, NETDB.</summary>
internal static class BoltKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-BOLT-0001", "A file cannot be read as a bolt database.",
            "Its state is unknown; only single pages can be recovered."),
        Warning("SF-BOLT-0002", "One of the two meta pages is not used.",
            "The state that it stood for is lost. The other state is read."),
        Warning("SF-BOLT-0003", "A meta page has no checksum.",
            "Written by an old library, or torn; it is used, and cannot be checked."),
        Note("SF-BOLT-0004", "The database was written on a big-endian machine.",
            "It is read as such. Nothing is missing."),
        Damage("SF-BOLT-0005", "The database is shorter than its meta page says.",
            "Pages behind the end are missing, with the records in them."),
        Damage("SF-BOLT-0006", "The database is larger than is read.",
            "Pages behind the limit are missing, with the records in them."),
        Warning("SF-BOLT-0007", "A transaction stands on the meta page of the other.",
            "No library writes it so: altered. The state is read."),
        Damage("SF-BOLT-0008", "The database could not be read to its end.",
            "Pages from there on are missing, with the records in them."),
        WarningOrDamage("SF-BOLT-0010", "A page that the tree names is not in the file.",
            "Records below it are missing. Warning: of the previous state only."),
        WarningOrDamage("SF-BOLT-0011", "A page carries another number than its place.",
            "It is not that page, and not read: records below it are missing. Warning: of the previous state only."),
        WarningOrDamage("SF-BOLT-0012", "A page is neither branch nor leaf.",
            "It is not read: records below it are missing. Warning: of the previous state only."),
        WarningOrDamage("SF-BOLT-0013", "A page was met before in the tree.",
            "It is read once: damaged or forged. Records at the second place are missing. Warning: of the previous state only."),
        WarningOrDamage("SF-BOLT-0014", "A page lies deeper than is read.",
            "Records below it are missing. Warning: of the previous state only."),
        WarningOrDamage("SF-BOLT-0015", "Entries of a page point outside of it or of the file, or overlap.",
            "Those entries are lost. Others of the page are read. Warning: of the previous state only."),
        WarningOrDamage("SF-BOLT-0017", "A bucket in the database cannot be read.",
            "Its records are missing. Other buckets are read. Warning: of the previous state only."),
        Warning("SF-BOLT-0018", "Keys of a bucket are not in order.",
            "Damaged, or not written by the database library. All that were found are read."),
        Damage("SF-BOLT-0019", "No meta page is intact; one is used all the same.",
            "The state read may be old or mixed."),
        Warning("SF-BOLT-0020", "The end of the database is a hole, in which no page can be.",
            "Pages that stood there, if any did, are missing. Others are read."),
        Damage("SF-NETDB-0001", "A record of the network database is not JSON.",
            "What it says of a network or endpoint is missing. Other records are read."),
        Note("SF-NETDB-0002", "network/files/local-kv.db is missing.",
            "Networks, and what they tell of the engine's starts, are unknown."),
        Damage("SF-VOLDB-0001", "A record of the volume database is not JSON.",
            "Driver, labels and options of that volume are unknown. Its files are there."),
        Warning("SF-VOLDB-0002", "A record of the volume database names another volume inside.",
            "One of the two names was altered. The key counts."),
    ];
}
