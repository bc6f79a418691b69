using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StoreForensics.Reports.Sqlite;

/// <summary>
/// A new SQLite file, written once in one transaction. Everything that could make two runs differ is fixed: page size, encoding, order; there is no journal,
/// since the file gets its name only when it is whole.
/// </summary>
internal sealed class CaseDatabase : ICaseRows, IDisposable
{
    private const int CacheKibibytes = 32 * 1024;

    private static readonly Lock s_lock = new();
    private static bool s_knowsTemporary;

    private readonly SqliteConnection _connection;

    private CaseDatabase(SqliteConnection connection) => _connection = connection;

    /// <param name="path">Where: an empty file that is there. One that was taken away, as by an interrupt, is not made again.</param>
    /// <param name="temporary">Where SQLite may sort what does not fit in memory: its own choice
    /// would be /var/tmp, which may be evidence. The first of the process counts.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static CaseDatabase Create(string path, string temporary)
    {
        // A whole path is never taken for SQLite's file: addresses.
        var where = new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        var connection = new SqliteConnection(where.ToString());
        try
        {
            connection.Open();
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new IOException(e.Message, e);
        }
        var database = new CaseDatabase(connection);
        database.SortIn(Path.GetFullPath(temporary));
        database.Run(string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA page_size = 4096;
            PRAGMA encoding = 'UTF-8';
            PRAGMA auto_vacuum = NONE;
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA secure_delete = ON;
            PRAGMA cache_size = -{CacheKibibytes};
            PRAGMA application_id = {CaseSchema.ApplicationId};
            PRAGMA user_version = {CaseSchema.Version};
            BEGIN;
            """));
        return database;
    }

    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Run(string sql)
    {
        int code = raw.sqlite3_exec(_connection.Handle, sql);
        if (code != raw.SQLITE_OK)
            throw Failure();
    }

    /// <inheritdoc/>
    public RowInsert Insert(string table, params ReadOnlySpan<string> columns)
    {
        string names = string.Join(", ", columns!.ToArray().Select(c => $"\"{c}\""));
        string sql = $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", Enumerable.Repeat("?", columns.Length))})";
        if (raw.sqlite3_prepare_v2(_connection.Handle, sql, out sqlite3_stmt statement) != raw.SQLITE_OK)
            throw Failure();
        return new SqliteInsert(statement, columns.Length, Failure);
    }

    public void Commit() => Run("COMMIT");

    public void Dispose() => _connection.Dispose();

    // One variable of the whole library, which may not change while another connection
    // sorts. A directory that cannot be written is refused: then SQLite chooses.
    private void SortIn(string directory)
    {
        lock (s_lock)
        {
            if (!s_knowsTemporary)
                _ = raw.sqlite3_exec(_connection.Handle, $"PRAGMA temp_store_directory = '{directory.Replace("'", "''", StringComparison.Ordinal)}'");
            s_knowsTemporary = true;
        }
    }

    private IOException Failure() => new($"SQLite: {raw.sqlite3_errmsg(_connection.Handle).utf8_to_string()}");
}
