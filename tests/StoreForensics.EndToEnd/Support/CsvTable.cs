using System.Text;

namespace StoreForensics.EndToEnd.Support;

/// <summary>
/// A strict reader of the timeline's CSV, independent of the program's writer: RFC 4180, LF, UTF-8 without BOM. What the contract forbids
/// (a bare quote, a line break or control character in a cell, a row of another width) fails the test.
/// </summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns;

    private CsvTable(string[] header, List<string[]> rows)
    {
        Header = header;
        Rows = rows;
        _columns = header.Select((name, at) => (name, at)).ToDictionary(p => p.name, p => p.at);
    }

    public string[] Header { get; }

    public List<string[]> Rows { get; }

    public string Cell(string[] row, string column) => row[_columns[column]];

    public static CsvTable Parse(byte[] bytes)
    {
        Assert.That(bytes.AsSpan().StartsWith("\uFEFF"u8), Is.False, "no byte order mark");
        Assert.That(bytes, Is.Not.Empty, "a header at least");
        Assert.That(bytes[^1], Is.EqualTo((byte)'\n'), "the last line ends");
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        var lines = new List<string[]>();
        for (int at = 0; at < text.Length;)
            lines.Add(ReadLine(text, ref at, lines.Count + 1));
        string[] header = lines[0];
        int wrong = lines.FindIndex(line => line.Length != header.Length);
        Assert.That(wrong, Is.EqualTo(-1), "every row has as many cells as the header");
        lines.RemoveAt(0);
        return new CsvTable(header, lines);
    }

    /// <summary>The same table as text without some columns: for comparisons between wrappings.</summary>
    public string Without(params string[] columns)
    {
        var kept = Enumerable.Range(0, Header.Length).Where(i => !columns.Contains(Header[i])).ToArray();
        var text = new StringBuilder();
        foreach (string[] row in Rows.Prepend(Header))
            text.AppendJoin('\u001f', kept.Select(i => row[i])).Append('\n');
        return text.ToString();
    }

    private static string[] ReadLine(string text, ref int at, int number)
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at, number) : ReadBare(text, ref at, number));
            if (text[at++] == '\n')
                return [.. cells];
        }
    }

    private static string ReadBare(string text, ref int at, int number)
    {
        int start = at;
        while (text[at] is not (',' or '\n'))
        {
            if (text[at] == '"' || char.IsControl(text[at]))
                Assert.Fail($"CSV line {number}: U+{(int)text[at]:X4} in a bare cell");
            at++;
        }
        return text[start..at];
    }

    private static string ReadQuoted(string text, ref int at, int number)
    {
        var cell = new StringBuilder();
        for (at++; ; at++)
        {
            if (text[at] == '"')
            {
                at++;
                if (text[at] != '"')
                    break;
            }
            if (char.IsControl(text[at]))
                Assert.Fail($"CSV line {number}: U+{(int)text[at]:X4} in a cell");
            cell.Append(text[at]);
        }
        if (text[at] is not (',' or '\n'))
            Assert.Fail($"CSV line {number}: text after a closing quote");
        return cell.ToString();
    }
}
