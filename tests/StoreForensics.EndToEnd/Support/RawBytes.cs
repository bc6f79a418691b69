using System.Globalization;
using System.Text;

namespace StoreForensics.EndToEnd.Support;

/// <summary>Bytes as text of one character a byte, so that names that are not UTF-8 compare exactly.</summary>
internal static class RawBytes
{
    public static string Of(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>For messages: UTF-8 where it is, escapes where it is not.</summary>
    public static string Show(string raw)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(raw);
        var text = new StringBuilder();
        foreach (char c in Encoding.UTF8.GetString(bytes))
            text.Append(char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString());
        return text.ToString();
    }

    /// <summary>
    /// Undoes what the contract does to a CSV cell: <c>\n</c>, <c>\t</c>, <c>\xHH</c>, the doubled backslash, and the <c>'</c> before what a
    /// spreadsheet would run.
    /// </summary>
    public static string OfCsvCell(string cell)
    {
        if (cell.Length > 1 && cell[0] == '\'' && "=+-@".Contains(cell[1]))
            cell = cell[1..];
        var raw = new StringBuilder(cell.Length);
        for (int at = 0; at < cell.Length;)
        {
            if (cell[at] != '\\')
            {
                int next = at + (char.IsHighSurrogate(cell[at]) ? 2 : 1);
                raw.Append(Of(Encoding.UTF8.GetBytes(cell[at..next])));
                at = next;
                continue;
            }
            char kind = at + 1 < cell.Length ? cell[at + 1] : '\0';
            switch (kind)
            {
                case 'n': raw.Append('\n'); at += 2; break;
                case 't': raw.Append('\t'); at += 2; break;
                case 'r': raw.Append('\r'); at += 2; break;
                case '\\': raw.Append('\\'); at += 2; break;
                case 'x':
                    raw.Append((char)int.Parse(cell.AsSpan(at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"a lone backslash in the cell: {cell}");
            }
        }
        return raw.ToString();
    }

    /// <summary>The exact path of a JSON row: <c>path_base64</c> where it stands (only for a path that is not UTF-8), else <c>path</c>.</summary>
    public static string OfJsonPath(JsonRow row) =>
        row.Element.TryGetProperty("path_base64", out var exact) && exact.GetString() is { } base64
            ? Of(Convert.FromBase64String(base64))
            : Of(Encoding.UTF8.GetBytes(row.Text("path")!));
}
