namespace StoreForensics.Cli.Terminal;

/// <summary>Shares the width of a terminal among the columns of a table that is wider.</summary>
internal static class ColumnWidths
{
    private const int LongestWord = 26;
    private const int Narrowest = 8;

    /// <summary>
    /// Columns of ids, times and sizes keep their width, since those are not broken over lines. The others get room for their longest word where that can be,
    /// and of what is left the more, the more text they hold.
    /// </summary>
    /// <param name="columns">Of each column the heading and the cells.</param>
    /// <param name="atoms">Whether the column must keep its width.</param>
    /// <param name="room">All columns together.</param>
    /// <returns>Null when there is not enough room for any reading of it.</returns>
    public static int[]? Fit(IReadOnlyList<IReadOnlyList<string>> columns, IReadOnlyList<bool> atoms, int room)
    {
        int[] natural = [.. columns.Select(cells => cells.Max(c => c.Length))];
        int[] widths = [.. columns.Select((cells, i) => atoms[i] ? natural[i] : Math.Min(LongestWord, cells.Max(WordLength)))];
        if (widths.Sum() > room)
            widths = [.. natural.Select((width, i) => atoms[i] ? width : Math.Min(width, Math.Max(columns[i][0].Length, Narrowest)))];
        if (widths.Sum() > room)
            return null;
        long[] text = [.. columns.Select(cells => cells.Sum(c => (long)c.Length))];
        for (int left = room - widths.Sum(); left > 0; left--)
        {
            int[] growing = [.. Enumerable.Range(0, widths.Length).Where(i => widths[i] < natural[i])];
            if (growing.Length == 0)
                break;
            widths[growing.MaxBy(i => text[i] / (double)Math.Max(1, widths[i]))]++;
        }
        return widths;
    }

    private static int WordLength(string cell) => cell.Split(' ').Max(word => word.Length);
}
