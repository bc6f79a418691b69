using Microsoft.Data.Sqlite;

namespace StoreForensics.Reports.Indicators;

/// <summary>The indicators of a case file.</summary>
internal static class CaseIndicators
{
    private const int MostRows = 100_000;

    /// <exception cref="FormatException">The file is no case of this program's, or an older one without indicators.</exception>
    public static IReadOnlyList<IndicatorFileItem> Read(string path)
    {
        var where = new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(where.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            // What a file that somebody hands over defines (views, triggers) is not run: only a table is asked.
            command.CommandText = "PRAGMA trusted_schema = OFF; SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'indicators'";
            if (command.ExecuteScalar() is not 1L)
                throw new FormatException("a case file without a table of indicators: analyze the evidence again");
            command.CommandText = $"SELECT kind, value, subjects FROM indicators ORDER BY indicator_key LIMIT {MostRows}";
            using SqliteDataReader reader = command.ExecuteReader();
            var items = new List<IndicatorFileItem>();
            while (reader.Read())
                items.Add(new IndicatorFileItem(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? "" : reader.GetString(2), items.Count + 1));
            return items;
        }
        catch (SqliteException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
