using System.Text.RegularExpressions;
using StoreForensics.Cli.Terminal;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// A table for people: one line a row with everything in it when it goes to a file or a pipe. On a terminal that is too narrow for that, ids are cut to twelve
/// digits and times to seconds, as Docker's client does; what is still too wide is wrapped where its columns stay wide enough to read, and is else
/// told row by row, a line for each cell. Every cell is escaped here.
/// </summary>
internal sealed partial class Tables(params string[] columns)
{
    private const int Gap = 3;

    // A column of text that is narrower than that, and than its longest word, is not read any more.
    private const int NarrowestText = 20;

    // The wider column is not filled up for one long cell: what is to its right would be off the screen in every row.
    private const int WidestColumn = 72;

    private readonly List<string[]> _rows = [];
    private bool _namesEvidence;

    /// <summary>A table whose rows come from several evidences, which a first column then names.</summary>
    public static Tables Of(bool isSeveral, params string[] columns) =>
        new([.. isSeveral ? ["EVIDENCE"] : (string[])[], .. columns]) { _namesEvidence = isSeveral };

    public void RowOf(string evidence, params string?[] cells) => Row([.. _namesEvidence ? [evidence] : (string?[])[], .. cells]);

    public void Row(params string?[] cells) => _rows.Add([.. cells.Select(c => DisplayText.Escape(c ?? ""))]);

    public void Print()
    {
        if (Screen.IsTerminal)
            PrintWithin(Screen.Width);
        else
            new TableLines(Console.Out, columns, Gap).Write(_rows, Widths(_rows, WidestColumn));
    }

    private void PrintWithin(int width)
    {
        int room = width - (Gap * (columns.Length - 1));
        var lines = new TableLines(Console.Out, columns, Gap);
        List<string[]> rows = Widths(_rows, int.MaxValue).Sum() <= room ? _rows : [.. _rows.Select(row => (string[])[.. row.Select(Shortened)])];
        int[] natural = Widths(rows, int.MaxValue);
        if (natural.Sum() <= room)
            lines.Write(rows, natural);
        else if (Narrowed(rows, room) is { } widths)
            lines.WriteWrapped(rows, widths);
        else
            new RecordLines(Console.Out, columns, width).Write(rows);
    }

    // Null where there is no room for columns that can be read.
    private int[]? Narrowed(List<string[]> rows, int room)
    {
        bool[] atoms = [.. columns.Select((_, i) => rows.TrueForAll(row => Atom().IsMatch(row[i])))];
        int[]? widths = ColumnWidths.Fit([.. columns.Select((name, i) => (string[])[name, .. rows.Select(row => row[i])])], atoms, room);
        return widths is not null
            && columns.Select((name, i) => widths[i] >= Math.Min(NarrowestText, LongestWord(name, i))).All(isWide => isWide) ? widths : null;

        int LongestWord(string name, int i) => rows.Select(row => row[i]).Append(name).Max(cell => cell.Split(' ').Max(word => word.Length));
    }

    private int[] Widths(List<string[]> rows, int widest) =>
        [.. columns.Select((name, i) => rows.Select(row => TextWidth.Of(row[i])).Where(w => w <= widest).Append(TextWidth.Of(name)).Max())];

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
