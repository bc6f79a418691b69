using System.Text;

namespace StoreForensics.Cli.Terminal;

/// <summary>
/// The lines of a table: each cell filled up to the width of its column, the last never. Written in blocks, without an object for each cell: a host can
/// have a hundred thousand tags.
/// </summary>
internal sealed class TableLines(TextWriter target, string[] columns, int gap)
{
    private const int BlockChars = 64 * 1024;

    private readonly StringBuilder _block = new(BlockChars);

    /// <summary>The heads, then a line a row. A cell that is wider than its column shifts the rest of its row.</summary>
    public void Write(IEnumerable<string[]> rows, int[] widths)
    {
        Line(columns, columns, widths);
        foreach (string[] row in rows)
            Line(row, row, widths);
        Flush();
    }

    /// <summary>The same with cells broken into lines where they are too wide.</summary>
    public void WriteWrapped(IEnumerable<string[]> rows, int[] widths)
    {
        foreach (string[] row in rows.Prepend(columns))
        {
            string[][] cells = [.. row.Select((cell, i) => TextWidth.Lines(cell, widths[i]).ToArray())];
            for (int line = 0; line < cells.Max(c => c.Length); line++)
                Line([.. cells.Select(c => line < c.Length ? c[line] : "")], row, widths);
        }
        Flush();
    }

    private void Line(string[] cells, string[] words, int[] widths)
    {
        int last = cells.Length - 1;
        for (; last > 0 && cells[last].Length == 0; last--)
        {
            // Nothing to the right of it: it is not filled up.
        }
        for (int i = 0; i <= last; i++)
        {
            bool isHead = ReferenceEquals(words, columns);
            _block.Append(isHead || cells[i].Length == 0 ? cells[i] : Colours.Cell(columns[i], words[i], cells[i]));
            if (i < last)
                _block.Append(' ', Math.Max(0, widths[i] - TextWidth.Of(cells[i])) + gap);
        }
        _block.AppendLine();
        if (_block.Length >= BlockChars)
            Flush();
    }

    private void Flush()
    {
        target.Write(_block);
        _block.Clear();
    }
}
