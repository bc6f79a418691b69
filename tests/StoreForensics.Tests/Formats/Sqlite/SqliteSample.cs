using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.Sqlite;

/// <summary>Databases that the SQLite library writes, and what it answers itself: the truth. Lives in a folder of its own.</summary>
internal sealed class SqliteSample : IDisposable
{
    public static readonly Origin Origin = new("test", "db");

    private readonly string _folder = Directory.CreateTempSubdirectory("storeforensics-sqlite-").FullName;
    private readonly SqliteConnection _connection;

    public SqliteSample(params string[] statements)
    {
        _connection = Connect(FilePath);
        Run(statements);
    }

    public byte[] Bytes => File.ReadAllBytes(FilePath);

    private string FilePath => Path.Combine(_folder, "db");

    /// <summary>A database of statements, closed.</summary>
    public static byte[] Make(params string[] statements)
    {
        using var sample = new SqliteSample(statements);
        sample._connection.Close();
        return sample.Bytes;
    }

    /// <summary>A database file of bytes that are there already, for the library to go on with.</summary>
    public static byte[] Continue(byte[] bytes, params string[] statements)
    {
        using var sample = new SqliteSample();
        sample._connection.Close();
        File.WriteAllBytes(sample.FilePath, bytes);
        sample._connection.Open();
        sample.Run(statements);
        sample._connection.Close();
        return sample.Bytes;
    }

    /// <summary>The library's rows of a table, in its order, a line each: row id (or "-"), then kind and value of each column.</summary>
    public static string[] Truth(byte[] bytes, string table, bool hasRowId = true) => Truth(bytes, null, null, table, hasRowId);

    public static string[] Truth(byte[] bytes, byte[]? journal, byte[]? log, string table, bool hasRowId = true)
    {
        using var sample = new SqliteSample();
        sample._connection.Close();
        File.WriteAllBytes(sample.FilePath, bytes);
        if (journal is not null)
            File.WriteAllBytes(sample.FilePath + "-journal", journal);
        if (log is not null)
            File.WriteAllBytes(sample.FilePath + "-wal", log);
        sample._connection.Open();
        return sample.Ask(table, hasRowId);
    }

    /// <summary>Our rows of a table in the same spelling. A value that the row is too old for is spelt as the default given.</summary>
    public static string[] Rows(SqliteDatabase database, string table, string notStored = "NotStored")
    {
        SqliteTable found = database.Table(table) ?? throw new InvalidDataException("no table " + table);
        return [.. found.Rows().Select(row => (row.RowId is long id ? Number(id) : "-")
            + string.Concat(found.Columns.Select((_, i) => "|" + Spell(row[i], notStored))))];
    }

    /// <summary>Opens a database that must be without fault.</summary>
    public static SqliteDatabase OpenWhole(byte[] bytes)
    {
        SqliteDatabase database = Open(bytes, out ProblemLog problems);
        Assert.That(problems.Sorted(), Is.Empty);
        return database;
    }

    public static SqliteDatabase Open(byte[] bytes, out ProblemLog problems, byte[]? journal = null, byte[]? log = null)
    {
        problems = new ProblemLog();
        return SqliteDatabase.Open(new SqliteFile(bytes, Origin), problems, Beside(journal, "db-journal"), Beside(log, "db-wal"));
    }

    /// <summary>The files as they lie there now, with whatever is beside the database.</summary>
    public (byte[] Database, byte[]? Journal, byte[]? Log) Copy() => (Bytes, Read("-journal"), Read("-wal"));

    public void Run(params string[] statements)
    {
        foreach (string statement in statements)
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    public void Insert(string table, params object?[] values)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(',', values.Select((_, i) => "$" + Number(i)))})";
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue("$" + Number(i), values[i] ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    public long Scalar(string query)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static long Scalar(byte[] bytes, string query)
    {
        using var sample = new SqliteSample();
        sample._connection.Close();
        File.WriteAllBytes(sample.FilePath, bytes);
        sample._connection.Open();
        return sample.Scalar(query);
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Texts as bytes of the database's own encoding: what a .NET string would make of them is not the question.
    private string[] Ask(string table, bool hasRowId)
    {
        string[] columns = Columns(table);
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = $"SELECT {(hasRowId ? "rowid" : "'-'")}{string.Concat(columns.Select(c => $", typeof(\"{c}\"), CASE typeof(\"{c}\") WHEN 'text' THEN CAST(\"{c}\" AS BLOB) ELSE \"{c}\" END"))} FROM \"{table}\" NOT INDEXED";
        var lines = new List<string>();
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            var line = new StringBuilder(reader.GetString(0));
            for (int i = 1; i < reader.FieldCount; i += 2)
                line.Append('|').Append(reader.GetString(i)).Append(':').Append(Spell(reader.GetValue(i + 1)));
            lines.Add(line.ToString());
        }
        return [.. lines];
    }

    private string[] Columns(string table)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid";
        using SqliteDataReader reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return [.. names];
    }

    private byte[]? Read(string suffix) => File.Exists(FilePath + suffix) ? File.ReadAllBytes(FilePath + suffix) : null;

    private static SqliteFile? Beside(byte[]? bytes, string path) => bytes is null ? null : new SqliteFile(bytes, new Origin("test", path));

    private static string Spell(object value) => value switch
    {
        DBNull => "",
        byte[] bytes => Convert.ToHexString(bytes),
        double real => BitConverter.DoubleToInt64Bits(real).ToString("x", CultureInfo.InvariantCulture),
        long number => Number(number),
        _ => throw new InvalidDataException(value.GetType().Name),
    };

    private static string Spell(SqliteValue value, string notStored) => value.Kind switch
    {
        SqliteValueKind.Null => "null:",
        SqliteValueKind.Integer => "integer:" + Number(value.Integer),
        SqliteValueKind.Real => "real:" + Spell(value.Real),
        SqliteValueKind.Text => "text:" + Convert.ToHexString(value.Bytes.Span),
        SqliteValueKind.Blob => "blob:" + Convert.ToHexString(value.Bytes.Span),
        _ => notStored,
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = OFF";
        command.ExecuteNonQuery();
        return connection;
    }
}
