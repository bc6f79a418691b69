using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using StoreForensics.Primitives;
using StoreForensics.Reports.Sqlite.Questions;

namespace StoreForensics.Reports.Parquet.Queries;

/// <summary>
/// Parquet cases that are asked in SQL, by DuckDB in this process. The database is in memory; it opens the files of the cases and nothing else, loads no
/// extension, and no statement changes that. One statement at a time, and it must be a query.
/// </summary>
public sealed class ParquetAnswers : IDisposable
{
    private const int MaxColumns = 1000;
    private const int MostThreads = 8;
    private const string Memory = "700MiB";

    private readonly DuckDBConnection _connection;

    private ParquetAnswers(DuckDBConnection connection) => _connection = connection;

    /// <summary>Opens cases as one.</summary>
    /// <param name="cases">Their folders.</param>
    /// <param name="temporary">Where DuckDB may put what does not fit in memory: a folder that it makes.</param>
    /// <param name="output">The one file that <see cref="CopyTo"/> may write; null for none.</param>
    /// <exception cref="EvidenceOpenException">One is no case, or of another version.</exception>
    public static ParquetAnswers Open(IReadOnlyList<string> cases, string temporary, string? output = null)
    {
        IReadOnlyList<CasePartition> partitions = CasePartition.Of(cases);
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            connection.Open();
            Lock(connection, partitions, temporary, output);
            foreach (CaseTable table in CaseTable.All)
                Execute(connection, CaseViews.Table(table, partitions));
            Execute(connection, CaseViews.Joined);
            var answers = new ParquetAnswers(connection);
            RequireOneVersion(answers, partitions);
            return answers;
        }
        catch (DuckDBException e)
        {
            connection.Dispose();
            throw new EvidenceOpenException($"{string.Join(", ", cases.Select(c => DisplayText.Escape(c)))}: cannot be read as a Parquet case: {Words(e)}", e);
        }
        catch (Exception e) when (e is EvidenceOpenException or UsageException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The answer to a ready question.</summary>
    /// <inheritdoc cref="CaseAnswers.Ask"/>
    public IEnumerable<Answer> Ask(Question question, long? since, long? until)
    {
        using DuckDBCommand command = Bound(question.SortedSql, since, until);
        foreach (Answer answer in Rows(command, null))
            yield return answer;
    }

    /// <summary>The columns of a query, and its rows. A cell is a text, a <see cref="long"/>, a <see cref="double"/>, a <see cref="decimal"/>,
    /// a <see cref="bool"/> or null; times are RFC 3339 and bytes hexadecimal.</summary>
    /// <exception cref="UsageException">It is no query, or DuckDB does not understand it.</exception>
    public (IReadOnlyList<string> Columns, IEnumerable<Answer> Rows) Query(string sql)
    {
        string query = OneQuery(sql);
        (string Name, string Type)[] columns = Describe(query);
        if (columns.Length > MaxColumns)
            throw new UsageException($"the answer has {columns.Length} columns; {MaxColumns} at most are shown");
        string cells = string.Join(", ", columns.Select((c, i) => Shown($"c{i}", c.Type)));
        string names = string.Join(", ", columns.Select((_, i) => $"c{i}"));
        return ([.. columns.Select(c => c.Name)], All());

        IEnumerable<Answer> All()
        {
            using DuckDBCommand command = Bound($"SELECT {cells} FROM ({query}\n) AS answer({names})");
            foreach (Answer answer in Rows(command, [.. columns.Select(c => c.Name)]))
                yield return answer;
        }
    }

    /// <summary>Writes the answer to the one file that was allowed, as Parquet.</summary>
    /// <exception cref="UsageException">It is no query, or DuckDB does not understand it.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void CopyTo(string path, string sql)
    {
        string query = OneQuery(sql);
        Describe(query);
        try
        {
            Execute(_connection, $"COPY ({query}\n) TO {CaseViews.Text(path)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)");
        }
        catch (DuckDBException e)
        {
            throw new IOException(Words(e), e);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static void Lock(DuckDBConnection connection, IReadOnlyList<CasePartition> partitions, string temporary, string? output)
    {
        IEnumerable<string> files = CaseTable.All.SelectMany(t => partitions.Select(p => p.File(t)));
        int threads = Math.Clamp(Environment.ProcessorCount, 1, MostThreads);
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
            SET autoload_known_extensions = false;
            SET autoinstall_known_extensions = false;
            SET allow_community_extensions = false;
            SET allow_persistent_secrets = false;
            SET memory_limit = '{Memory}';
            SET threads = {threads};
            SET temp_directory = {CaseViews.Text(temporary)};
            SET TimeZone = 'UTC';
            SET default_null_order = 'nulls_first_on_asc_last_on_desc';
            SET allowed_paths = {CaseViews.Files(output is null ? files : files.Append(output))};
            SET enable_external_access = false;
            """));
        Execute(connection, CaseViews.Macros);
        Execute(connection, "SET lock_configuration = true");
    }

    // Files of another version would give wrong answers, and keys that meet wrong joins.
    private static void RequireOneVersion(ParquetAnswers answers, IReadOnlyList<CasePartition> partitions)
    {
        string files = CaseViews.Files(partitions.Select(p => p.File(CaseTable.All[^1])));
        string[] versions = [.. answers.Texts($"SELECT DISTINCT value::VARCHAR FROM parquet_kv_metadata({files}) WHERE key::VARCHAR = 'storeforensics.version'")];
        if (versions is not [var one] || one != CaseTable.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw new EvidenceOpenException(
                $"the Parquet case is of version {string.Join(", ", versions.Select(v => DisplayText.Escape(v)))}; this program reads {CaseTable.Version}: analyze the evidence again");
        }
        string[] meeting = [.. answers.Texts("""
            SELECT string_agg(evidence, ' and ' ORDER BY evidence) FROM evidence GROUP BY evidence_id & 2147483647 HAVING count(*) > 1
            """)];
        if (meeting.Length > 0)
            throw new UsageException($"{DisplayText.Escape(meeting[0])} have the same number, which one in four thousand cases of a thousand hosts meets: ask them in cases of their own");
    }

    private IEnumerable<string> Texts(string sql)
    {
        using DuckDBCommand command = Command(_connection, sql);
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader.GetString(0);
    }

    private (string Name, string Type)[] Describe(string query)
    {
        using DuckDBCommand command = Bound($"DESCRIBE SELECT * FROM ({query}\n)");
        using DuckDBDataReader reader = Guarded(command.ExecuteReader);
        var columns = new List<(string, string)>();
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetString(1)));
        return [.. columns];
    }

    // A ready question is a query of the user's without its times as well.
    private DuckDBCommand Bound(string sql, long? since = null, long? until = null)
    {
        DuckDBCommand command = Command(_connection, sql);
        foreach ((string name, long? value) in ((string, long?)[])[("since", since), ("until", until)])
        {
            if (sql.Contains("$" + name, StringComparison.Ordinal))
                command.Parameters.Add(new DuckDBParameter(name, (object?)value ?? DBNull.Value));
        }
        return command;
    }

    // What is alone one statement stays one in parentheses; what is no query is none there.
    private string OneQuery(string sql)
    {
        string query = sql.TrimEnd().TrimEnd(';').TrimEnd();
        if (query.Contains('\0', StringComparison.Ordinal))
            throw new UsageException("the SQL has a NUL in it");
        int count = NativeMethods.ExtractStatements.DuckDBExtractStatements(_connection.NativeConnection, query, out DuckDBExtractedStatements statements);
        using (statements)
        {
            string? error = count == 0 ? NativeMethods.ExtractStatements.DuckDBExtractStatementsError(statements) : null;
            if (count == 0)
                throw new UsageException("the SQL is no query that can be answered: " + (error is { Length: > 0 } ? OneLine(error) : "it is empty"));
        }
        return count == 1 ? query : throw new UsageException("the SQL must be one query, not several statements");
    }

    private static string Shown(string cell, string type) => type switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => cell + "::BIGINT",
        "UBIGINT" => cell + "::HUGEINT",
        "HUGEINT" or "DOUBLE" or "BOOLEAN" or "VARCHAR" => cell,
        "FLOAT" => cell + "::DOUBLE",
        "TIMESTAMP_NS" => $"sf_time({cell})",
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP WITH TIME ZONE" => $"sf_micros({cell})",
        "BLOB" => $"lower(hex({cell}))",
        _ => type.StartsWith("DECIMAL", StringComparison.Ordinal) && !type.EndsWith(']') ? cell : cell + "::VARCHAR",
    };

    private static IEnumerable<Answer> Rows(DuckDBCommand command, string[]? names)
    {
        command.UseStreamingMode = true;
        using DuckDBDataReader reader = Guarded(command.ExecuteReader);
        string[] columns = names ?? [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        while (Guarded(reader.Read))
            yield return new Answer(columns, [.. columns.Select((_, i) => reader.IsDBNull(i) ? null : Cell(reader.GetValue(i)))]);
    }

    private static object? Cell(object value) => value switch
    {
        long or bool or decimal or string => value,
        int number => (long)number,
        double number => double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
        BigInteger big when big >= long.MinValue && big <= long.MaxValue => (long)big,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDBException e)
        {
            throw new UsageException("the SQL is no query that can be answered: " + Words(e));
        }
    }

    // The rest shows the place in the statement, on lines of its own.
    private static string Words(DuckDBException e) => OneLine(e.Message);

    private static string OneLine(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return DisplayText.Escape(string.Join(' ', lines.TakeWhile(l => !l.StartsWith("LINE ", StringComparison.Ordinal))));
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static DuckDBCommand Command(DuckDBConnection connection, string sql)
    {
        DuckDBCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The user's own query is what this is for; names and paths stand in it as quoted texts.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
