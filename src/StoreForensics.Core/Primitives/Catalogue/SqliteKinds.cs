using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>SQLite databases: SQLITE.</summary>
internal static class SqliteKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-SQLITE-0001", "A file is no SQLite 3 database.",
            "Nothing of it can be read as a database. Where it once was one, it was overwritten."),
        Damage("SF-SQLITE-0002", "The header of a database says what cannot be.",
            "Nothing of it can be read as a database."),
        Damage("SF-SQLITE-0003", "A database is shorter than it says.",
            "Pages behind the end are missing, with the rows in them."),
        Damage("SF-SQLITE-0004", "A page that a table names is not in the file.",
            "Rows below it are lost. Others are read."),
        Damage("SF-SQLITE-0005", "A page was met before in a table.",
            "It is read once: damaged or forged. Rows at the second place are missing."),
        Damage("SF-SQLITE-0006", "A page is of another kind than the table needs.",
            "Rows below it are lost. Others are read."),
        Damage("SF-SQLITE-0007", "Cells of a page lie outside of it or overlap.",
            "Those rows are lost. Others of the page are read."),
        Damage("SF-SQLITE-0008", "Overflow pages of a row are missing or form a circle.",
            "That row is lost. Others are read."),
        Damage("SF-SQLITE-0009", "A row is longer than is read.",
            "That row is missing. Others are read."),
        Damage("SF-SQLITE-0010", "A cell holds no record of the format.",
            "That row is lost. Others are read."),
        Damage("SF-SQLITE-0011", "A page lies deeper than is read.",
            "Rows below it are missing."),
        Damage("SF-SQLITE-0012", "What should be a table is a view or computed.",
            "What it gives is not stored and not evaluated: nothing of it is read. The database may be made to mislead."),
        Damage("SF-SQLITE-0013", "The statement that made a table is not understood.",
            "Its rows are not read. Other tables are."),
        Damage("SF-SQLITE-0014", "The schema has several tables of one name.",
            "The first is read: damaged or forged. Rows of the others are missing."),
        Note("SF-SQLITE-0015", "A transaction had not ended: its rollback journal was played back in memory.",
            "The database is read as the next program to open it would have. Bytes shown may not be at their place in the file."),
        Damage("SF-SQLITE-0016", "A rollback journal is there and cannot be played back whole.",
            "The database may be as a transaction left it half done."),
        Note("SF-SQLITE-0017", "The write-ahead log holds newer pages than the database.",
            "They are read in their place, as the next program to open the database would. Nothing is missing."),
        Damage("SF-SQLITE-0018", "A write-ahead log is there and cannot be read whole.",
            "The newest changes may be missing. The database itself is read."),
        Damage("SF-SQLITE-0019", "Rows share overflow pages.",
            "One of them is not as it was written: damaged or forged. Both are read."),
    ];
}
