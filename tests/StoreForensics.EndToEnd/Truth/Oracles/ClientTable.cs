namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>
/// A table as the old client printed it: columns at least three blanks apart (Go's tabwriter), lined up with the header, cells possibly empty.
/// </summary>
internal sealed class ClientTable
{
    private readonly Dictionary<string, int> _index;

    private ClientTable(string[] columns, List<string[]> rows)
    {
        _index = columns.Select((name, at) => (name, at)).ToDictionary(p => p.name, p => p.at);
        Rows = rows;
    }

    public IReadOnlyList<string[]> Rows { get; }

    public bool Has(string column) => _index.ContainsKey(column);

    public string Cell(string[] row, string column) => row[_index[column]];

    public static ClientTable Parse(string text)
    {
        string[] lines = text.Split('\n').Where(line => line.Trim().Length > 0).ToArray();
        string[] columns = Gaps(lines[0]);
        int[] starts = [.. columns.Select(name => lines[0].IndexOf(name, StringComparison.Ordinal))];
        var rows = new List<string[]>();
        foreach (string line in lines.Skip(1))
        {
            if (columns[0] == "CONTAINER ID")
                AddContainer(rows, line, columns.Length);
            else
                rows.Add(ByStarts(line, starts));
        }
        return new ClientTable(columns, rows);
    }

    // A command with a line break tears its row in two and shifts what follows, so a row of 'ps' is read by its gaps. PORTS alone can be empty.
    private static void AddContainer(List<string[]> rows, string line, int width)
    {
        string[] cells = Gaps(line);
        if (!IsId(cells[0]))
        {
            string[] torn = rows[^1];
            rows.RemoveAt(rows.Count - 1);
            cells = [.. torn[..^1], torn[^1] + "\n" + cells[0], .. cells[1..]];
        }
        const int ports = 5;
        bool isTorn = cells.Length < ports;
        if (!isTorn && cells.Length == width - 1)
            cells = [.. cells[..ports], "", .. cells[ports..]];
        rows.Add(cells);
    }

    private static bool IsId(string cell) => cell.Length is 12 or 64 && cell.All(char.IsAsciiHexDigitLower);

    private static string[] Gaps(string line) =>
        [.. line.Split("   ", StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];

    private static string[] ByStarts(string line, int[] starts)
    {
        var cells = new string[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            int from = Math.Min(starts[i], line.Length);
            int to = i + 1 < starts.Length ? Math.Min(starts[i + 1], line.Length) : line.Length;
            cells[i] = line[from..to].Trim();
        }
        return cells;
    }
}
