using System.Globalization;
using Microsoft.Data.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Sqlite.Questions;

/// <summary>A case file that is asked; see <see cref="CaseReading"/>.</summary>
public sealed class CaseAnswers : IDisposable
{
    private const int MaxColumns = 100;

    private readonly SqliteConnection _connection;

    private CaseAnswers(SqliteConnection connection) => _connection = connection;

    /// <summary>Whether a file begins as SQLite's do (sqlite.org/fileformat.html, 1.3).</summary>
    public static bool IsCase(string path)
    {
        if (!File.Exists(path))
            return false;
        byte[] magic = new byte[16];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.AsSpan().SequenceEqual("SQLite format 3\0"u8);
    }

    /// <inheritdoc cref="CaseReading.Open"/>
    public static CaseAnswers Open(string path) => new(CaseReading.Open(path));

    /// <summary>The rows of an answer; a cell is a text, a whole number or null.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="since">Seconds since 1970, inclusive; null: no matter.</param>
    /// <param name="until">Likewise.</param>
    /// <exception cref="UsageException">The case lacks what the question needs.</exception>
    public IEnumerable<Answer> Ask(Question question, long? since, long? until)
    {
        using SqliteCommand command = Command(question.Sql);
        command.Parameters.AddWithValue("$since", (object?)since ?? DBNull.Value);
        command.Parameters.AddWithValue("$until", (object?)until ?? DBNull.Value);
        using SqliteDataReader reader = Guarded(command.ExecuteReader);
        string[] columns = [.. Enumerable.Range(0, Math.Min(reader.FieldCount, MaxColumns)).Select(reader.GetName)];
        while (Guarded(reader.Read))
            yield return new Answer(columns, [.. columns.Select((_, i) => Cell(reader.GetValue(i)))]);
    }

    public void Dispose() => _connection.Dispose();

    private static object? Cell(object value) => value switch
    {
        DBNull => null,
        long number => number,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw new UsageException($"the case file does not answer that: {DisplayText.Escape(e.Message)}; write it anew with analyze -o case.sqlite");
        }
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the program's own; nothing typed or read becomes part of one.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}

/// <summary>A row of an answer.</summary>
/// <param name="Columns">Their names; the same list for all rows.</param>
/// <param name="Cells">A text, a <see cref="long"/> or null each; of a query of the user's also other numbers and <see cref="bool"/>.</param>
public sealed record Answer(IReadOnlyList<string> Columns, IReadOnlyList<object?> Cells);
