namespace StoreForensics.Reports.Sqlite;

/// <summary>Where the rows of a case go: the tables of <see cref="CaseSchema"/>, however they are kept.</summary>
internal interface ICaseRows
{
    /// <summary>Adds rows to a table, the columns in that order.</summary>
    RowInsert Insert(string table, params ReadOnlySpan<string> columns);
}
