using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Stores.Graph;

/// <summary>Opens the bytes of an SQLite database without a file: nothing of the evidence is written, no journal is made, no other file is opened.</summary>
internal static class SqliteImage
{
    private const int DeserializeReadOnly = 4;
    private const int DeserializeFreeOnClose = 1;

    /// <summary>A connection to a private copy in memory.</summary>
    /// <exception cref="EvidenceFormatException">The bytes are no SQLite database.</exception>
    public static SqliteConnection Load(byte[] bytes)
    {
        if (bytes.Length < 512 || !bytes.AsSpan().StartsWith("SQLite format 3\0"u8))
            throw new EvidenceFormatException("SF-SQLITE-0001", "is no SQLite 3 database", 0);
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        try
        {
            Deserialize(connection, bytes);
            Harden(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Deserialize(SqliteConnection connection, byte[] bytes)
    {
        // SQLite frees the memory itself, so it must come from its own allocator.
        IntPtr memory = raw.sqlite3_malloc64(bytes.Length);
        Marshal.Copy(bytes, 0, memory, bytes.Length);
        int result = raw.sqlite3_deserialize(connection.Handle, "main", memory, bytes.Length, bytes.Length, DeserializeFreeOnClose | DeserializeReadOnly);
        if (result != raw.SQLITE_OK)
            throw new EvidenceFormatException("SF-SQLITE-0002", "cannot be loaded as a database");
    }

    // A hostile schema can hold triggers and views with side effects: only plain reading is left possible.
    private static void Harden(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;";
        command.ExecuteNonQuery();
    }
}
