using System.Globalization;
using CsvHelper;
using StoreForensics.Reports.Sqlite.Questions;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Csv;

/// <summary>The rows of an answer as RFC 4180 CSV, with the timeline's cells.</summary>
public static class AnswerCsv
{
    /// <param name="target">Gets UTF-8 with LF line ends.</param>
    /// <param name="columns">The header.</param>
    /// <param name="rows">Their cells; unknown is empty.</param>
    /// <param name="guardsFormulas">Whether a text that a spreadsheet would run gets a <c>'</c> before it.</param>
    public static void Write(Stream target, IReadOnlyList<string> columns, IEnumerable<Answer> rows, bool guardsFormulas)
    {
        var options = new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.None };
        using var csv = CsvWriter.Create(target, options, leaveOpen: true);
        TextEscaper escaper = TextEscaper.ForCsv(guardsFormulas);
        foreach (string column in columns)
            csv.WriteField(escaper.Escape(column));
        csv.EndRecord();
        foreach (Answer row in rows)
        {
            foreach (object? cell in row.Cells)
                Write(csv, escaper, cell);
            csv.EndRecord();
        }
        csv.Flush();
    }

    private static void Write(CsvWriter csv, TextEscaper escaper, object? cell)
    {
        if (cell is string text)
            csv.WriteField(escaper.Escape(text));
        else if (cell is bool flag)
            csv.WriteField(flag ? "true"u8 : "false"u8);
        else
            csv.WriteField(Convert.ToString(cell, CultureInfo.InvariantCulture));
    }
}
