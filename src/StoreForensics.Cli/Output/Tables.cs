using System.Text.RegularExpressions;
using Spectre.Console;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// A table for people: one line a row with everything in it when it goes to a file or a pipe. On a terminal that is too narrow for that, ids are cut to twelve
/// digits and times to seconds, as Docker's client does; what is still too wide is wrapped. Every cell is escaped here.
/// </summary>
internal sealed partial class Tables(params string[] columns)
{
    private const int Unlimited = 1_000_000;
    private const int Gap = 3;

    private readonly List<string[]> _rows = [];
    private bool _namesEvidence;

    /// <summary>A table whose rows come from several evidences, which a first column then names.</summary>
    public static Tables Of(bool isSeveral, params string[] columns) =>
        new([.. isSeveral ? ["EVIDENCE"] : (string[])[], .. columns]) { _namesEvidence = isSeveral };

    public void RowOf(string evidence, params string?[] cells) => Row([.. _namesEvidence ? [evidence] : (string?[])[], .. cells]);

    public void Row(params string?[] cells) => _rows.Add([.. cells.Select(c => DisplayText.Escape(c ?? ""))]);

    public void Print()
    {
        bool piped = Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Out),
            Ansi = piped ? AnsiSupport.No
            : AnsiSupport.Detect
        });
        if (piped)
            console.Profile.Width = Unlimited;
        int[] widths = NaturalWidths(_rows);
        bool fits = widths.Sum() + (Gap * (columns.Length - 1)) <= console.Profile.Width;
        if (fits && piped && PlainTable.CanHold(_rows))
            PlainTable.Write(Console.Out, columns, _rows, widths, Gap);
        else if (fits)
            Print(console, _rows, null);
        else
            PrintNarrow(console, [.. _rows.Select(row => (string[])[.. row.Select(Shortened)])]);
    }

    // What is still too wide is wrapped where there is room for it; in a very narrow terminal each row becomes a list.
    private void PrintNarrow(IAnsiConsole console, List<string[]> rows)
    {
        bool[] atoms = [.. columns.Select((_, i) => rows.TrueForAll(row => Atom().IsMatch(row[i])))];
        if (ColumnWidths.Fit([.. columns.Select((name, i) => (string[])[name, .. rows.Select(row => row[i])])], atoms,
            console.Profile.Width - (Gap * (columns.Length - 1))) is { } widths)
        {
            Print(console, rows, widths);
            return;
        }
        foreach (string[] row in rows)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                if (row[i].Length > 0)
                    console.WriteLine($"{columns[i]}: {row[i]}");
            }
            console.WriteLine();
        }
    }

    private void Print(IAnsiConsole console, List<string[]> rows, int[]? widths)
    {
        var table = new Table().Border(TableBorder.None).HideRowSeparators();
        for (int i = 0; i < columns.Length; i++)
            table.AddColumn(new TableColumn(Markup.Escape(columns[i]))
            {
                NoWrap = widths is null,
                Width = widths?[i],
                Padding = new Padding(0, 0, i == columns.Length - 1 ? 0 : Gap, 0)
            });
        foreach (string[] row in rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(table);
    }

    private int[] NaturalWidths(List<string[]> rows) => [.. columns.Select((name, i) => rows.Select(row => row[i].Length).Append(name.Length).Max())];

    private static string Shortened(string cell) => Fraction().Replace(FullId().Replace(cell, "$1"), "Z");

    [GeneratedRegex("(?:sha256:)?\\b([0-9a-f]{12})[0-9a-f]{52}\\b")]
    private static partial Regex FullId();

    // Ids, times and sizes are not broken over lines.
    [GeneratedRegex("^(?:(?:sha256:)?[0-9a-f]{12,64}|[0-9-]{10}T[0-9:.]+Z|[0-9.]+ [kMGTPE]?B|unknown|)$")]
    private static partial Regex Atom();

    [GeneratedRegex("(?<=[0-9]{2}:[0-9]{2}:[0-9]{2})\\.[0-9]{9}Z")]
    private static partial Regex Fraction();

    /// <summary>As Docker's client prints sizes: four significant digits, powers of 1000.</summary>
    public static string Size(long? bytes)
    {
        if (bytes is not long value)
            return "unknown";
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
        double size = value;
        int unit = 0;
        for (; size >= 1000 && unit < units.Length - 1; unit++)
            size /= 1000;
        return size.ToString("G4", System.Globalization.CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
