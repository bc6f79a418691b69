using System.Buffers;
using System.Text;

namespace StoreForensics.Cli.Output;

/// <summary>
/// The lines of a table that goes to a file or a pipe and holds nothing but printable ASCII: what the library that measures every character would write,
/// without an object for each cell. A host can have a hundred thousand tags.
/// </summary>
internal static class PlainTable
{
    private const int BlockChars = 64 * 1024;

    private static readonly SearchValues<char> s_printable = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>Whether every character takes one place, and no cell begins or ends with blanks that a layout may drop.</summary>
    public static bool CanHold(IEnumerable<string[]> rows) =>
        rows.All(row => Array.TrueForAll(row, cell => !cell.AsSpan().ContainsAnyExcept(s_printable)
            && (cell.Length == 0 || (cell[0] != ' ' && cell[^1] != ' '))));

    /// <summary>The heads, then a line a row, each cell filled up to the width of its column.</summary>
    public static void Write(TextWriter target, string[] columns, IEnumerable<string[]> rows, int[] widths, int gap)
    {
        var block = new StringBuilder(BlockChars);
        foreach (string[] row in rows.Prepend(columns))
        {
            for (int i = 0; i < columns.Length; i++)
                block.Append(row[i]).Append(' ', widths[i] - row[i].Length + (i == columns.Length - 1 ? 0 : gap));
            block.AppendLine();
            if (block.Length >= BlockChars)
                Flush();
        }
        Flush();

        void Flush()
        {
            target.Write(block);
            block.Clear();
        }
    }
}
