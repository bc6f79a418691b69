using System.Globalization;
using System.Text.Json;
using StoreForensics.Reports.Csv;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Sqlite.Questions;

namespace StoreForensics.Cli.Output;

/// <summary>Answers of cases, as people and scripts want them.</summary>
internal static class AnswerPrinter
{
    /// <summary>One object a line.</summary>
    public static void Lines(IEnumerable<Answer> rows, Stream target)
    {
        using var lines = new JsonLineWriter(target);
        foreach (Answer row in rows)
        {
            Write(lines.Json, row);
            lines.EndLine();
        }
        lines.Flush();
    }

    /// <summary>A row as an object.</summary>
    public static void Write(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartObject();
        for (int i = 0; i < answer.Columns.Count; i++)
        {
            json.WritePropertyName(answer.Columns[i]);
            switch (answer.Cells[i])
            {
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case double number:
                    json.WriteNumberValue(number);
                    break;
                case decimal number:
                    json.WriteNumberValue(number);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case string text:
                    json.WriteStringValue(text);
                    break;
                default:
                    json.WriteNullValue();
                    break;
            }
        }
        json.WriteEndObject();
    }

    /// <summary>A table; <c>nothing</c> where there is no row.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="rows">The cells.</param>
    /// <param name="hidesOneEvidence">Whether a column <c>evidence</c> that is the same in all rows is left out.</param>
    public static void Table(IReadOnlyList<string> columns, IReadOnlyList<Answer> rows, bool hidesOneEvidence)
    {
        if (rows.Count == 0)
        {
            Console.Out.WriteLine("nothing");
            return;
        }
        int[] shown = [.. Enumerable.Range(0, columns.Count)
            .Where(i => !hidesOneEvidence || columns[i] != "evidence" || rows.Select(r => r.Cells[i]).Distinct().Skip(1).Any())];
        var table = new Tables([.. shown.Select(i => Primitives.DisplayText.Escape(columns[i]).ToUpperInvariant().Replace('_', ' '))]);
        foreach (Answer row in rows)
            table.Row([.. shown.Select(i => TextOf(row.Cells[i]))]);
        table.Print();
    }

    /// <summary>RFC 4180, with the cells of the timeline's CSV.</summary>
    public static void Csv(IReadOnlyList<string> columns, IEnumerable<Answer> rows, Stream target, bool guardsFormulas) =>
        AnswerCsv.Write(target, columns, rows, guardsFormulas);

    private static string? TextOf(object? cell) => cell is bool flag ? flag ? "true" : "false" : Convert.ToString(cell, CultureInfo.InvariantCulture);
}
