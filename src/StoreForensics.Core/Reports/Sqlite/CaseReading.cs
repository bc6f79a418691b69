using Microsoft.Data.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Sqlite;

/// <summary>
/// Opens a case file for reading. It may be somebody else's: a view, a generated column or a trigger in it is code, so its tables and views must be, word for
/// word, those that this program writes (SQLite, "Defense Against The Dark Arts": untrusted schemas).
/// </summary>
internal static class CaseReading
{
    private const string Schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE type <> 'index' ORDER BY 1 LIMIT 1000";

    private static readonly Lazy<string[]> s_own = new(static () =>
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        Run(connection, CaseSchema.Tables);
        Run(connection, CaseSchema.Views);
        return [.. Texts(connection, Schema)];
    });

    /// <exception cref="UsageException">It is no case file, or one of another version of this program.</exception>
    public static SqliteConnection Open(string path)
    {
        var where = new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(where.ToString());
        try
        {
            connection.Open();
            foreach (string pragma in (string[])["trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "temp_store = MEMORY", "mmap_size = 0"])
                Run(connection, $"PRAGMA {pragma}");
            if (!Texts(connection, Schema).SequenceEqual(s_own.Value, StringComparer.Ordinal))
                throw new UsageException(
                    $"{DisplayText.Escape(path)} is a database, but no case file of this version: analyze the evidence again with -o case.sqlite");
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new UsageException($"{DisplayText.Escape(path)} cannot be read as a case file: {DisplayText.Escape(e.Message)}");
        }
        catch (UsageException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Texts(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Command(connection, sql);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader.GetString(0);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the program's own; nothing typed or read becomes part of one.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
