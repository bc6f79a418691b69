using Microsoft.Data.Sqlite;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet.Queries;
using StoreForensics.Reports.Sqlite;

namespace StoreForensics.Reports.Indicators;

/// <summary>The indicators of a case.</summary>
internal static class CaseIndicators
{
    private const int MostRows = 100_000;

    /// <exception cref="FormatException">The file is no case of this program's, or an older one without indicators.</exception>
    public static IReadOnlyList<IndicatorFileItem> Read(string path)
    {
        try
        {
            using SqliteConnection connection = CaseReading.Open(path);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT kind, value, subjects FROM indicators ORDER BY indicator_key LIMIT {MostRows}";
            using SqliteDataReader reader = command.ExecuteReader();
            var items = new List<IndicatorFileItem>();
            while (reader.Read())
                items.Add(new IndicatorFileItem(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? "" : reader.GetString(2), items.Count + 1));
            return items;
        }
        catch (Exception e) when (e is SqliteException or UsageException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>Of a Parquet case: those of all its evidences, each once.</summary>
    /// <exception cref="FormatException">It cannot be read as one.</exception>
    public static IReadOnlyList<IndicatorFileItem> ReadFolder(string path)
    {
        try
        {
            using var scratch = new Scratch();
            using var answers = ParquetAnswers.Open([path], scratch.PathFor("duckdb"));
            string sql = $"SELECT kind, value, min(subjects) FROM indicators GROUP BY kind, value ORDER BY min(indicator_key), kind, value LIMIT {MostRows}";
            return [.. answers.Query(sql).Rows.Select(row => row.Cells)
                .Select((cells, i) => new IndicatorFileItem((string)cells[0]!, (string)cells[1]!, (string?)cells[2] ?? "", i + 1))];
        }
        catch (Exception e) when (e is EvidenceOpenException or UsageException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
