namespace StoreForensics.Cli.Terminal;

/// <summary>A table row by row for a narrow terminal: what it is called first, then a line for each cell that says something.</summary>
internal sealed class RecordLines(TextWriter target, string[] columns, int width)
{
    private const int Gap = 2;
    private const int NarrowestText = 16;

    // What a reader knows a thing by comes before what a machine knows it by.
    private static readonly string[] s_first = ["NAME", "REPOSITORY", "TAG", "SEVERITY"];

    private readonly int[] _order =
        [.. Enumerable.Range(0, columns.Length).OrderBy(i => Array.IndexOf(s_first, columns[i]) is >= 0 and int at ? at : s_first.Length)];

    public void Write(IEnumerable<string[]> rows)
    {
        int labels = columns.Max(c => c.Length) + Gap;
        bool isFirst = true;
        foreach (string[] row in rows)
        {
            if (!isFirst)
                target.WriteLine();
            isFirst = false;
            foreach (int column in _order.Where(i => row[i].Length > 0))
                Write(columns[column], row[column], labels);
        }
    }

    private void Write(string label, string cell, int labels)
    {
        string before = label.PadRight(labels);
        foreach (string line in TextWidth.Lines(cell, Math.Max(NarrowestText, width - labels)))
        {
            target.WriteLine(before + Colours.Cell(label, cell, line));
            before = new string(' ', labels);
        }
    }
}
