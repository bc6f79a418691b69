namespace StoreForensics.Formats.Sqlite;

/// <summary>The codes of what can be wrong with a database. 0001 and 0002 are as old as the area; none is ever used for anything else.</summary>
internal static class SqliteProblems
{
    public const string NoDatabase = "SF-SQLITE-0001";
    public const string HeaderInvalid = "SF-SQLITE-0002";
    public const string FileCut = "SF-SQLITE-0003";
    public const string PageMissing = "SF-SQLITE-0004";
    public const string PageMetBefore = "SF-SQLITE-0005";
    public const string PageOfOtherKind = "SF-SQLITE-0006";
    public const string CellOutside = "SF-SQLITE-0007";
    public const string ChainBroken = "SF-SQLITE-0008";
    public const string RowTooLong = "SF-SQLITE-0009";
    public const string RecordInvalid = "SF-SQLITE-0010";
    public const string TooDeep = "SF-SQLITE-0011";
    public const string NotStored = "SF-SQLITE-0012";
    public const string StatementUnknown = "SF-SQLITE-0013";
    public const string NamedTwice = "SF-SQLITE-0014";
    public const string JournalPlayedBack = "SF-SQLITE-0015";
    public const string JournalInvalid = "SF-SQLITE-0016";
    public const string LogLaidOver = "SF-SQLITE-0017";
    public const string LogInvalid = "SF-SQLITE-0018";
    public const string ChainShared = "SF-SQLITE-0019";
}
