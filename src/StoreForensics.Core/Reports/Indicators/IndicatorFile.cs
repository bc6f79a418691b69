using System.Text;
using System.Text.Json;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet.Queries;

namespace StoreForensics.Reports.Indicators;

/// <summary>An indicator that a file lists.</summary>
/// <param name="Kind">A word of <see cref="Model.IndicatorWords"/>, or of the plain lists (<c>sha1</c>, <c>md5</c>, <c>path</c>, <c>string</c>).</param>
/// <param name="Value">What to look for.</param>
/// <param name="Note">What the file says of it; empty when nothing.</param>
/// <param name="Line">Its line or place in the file, from 1.</param>
public sealed record IndicatorFileItem(string Kind, string Value, string Note, int Line);

/// <summary>Reads back what <see cref="IndicatorsCsvWriter"/>, <see cref="StixWriter"/> and the cases wrote; STIX of others, too, where its patterns are plain.</summary>
public static class IndicatorFile
{
    private const long MaxBytes = 256L << 20;

    /// <summary>Null for a file that is none of these: a plain list.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It is one of these, and broken.</exception>
    public static IReadOnlyList<IndicatorFileItem>? Read(string path)
    {
        if (CasePartition.IsCase(path))
            return CaseIndicators.ReadFolder(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] head = new byte[64];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = head.AsSpan(0, read);
        if (start.StartsWith("SQLite format 3\0"u8))
            return CaseIndicators.Read(path);
        start = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        bool isCsv = start.StartsWith("kind,value,"u8), isJson = start.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        if (!isCsv && !isJson)
            return null;
        if (file.Length > MaxBytes)
            throw new FormatException($"a list has at most {MaxBytes >> 20} MiB");
        string text = File.ReadAllText(path, Encoding.UTF8);
        return isCsv ? Csv(text) : Stix(text);
    }

    private static List<IndicatorFileItem> Csv(string text)
    {
        var items = new List<IndicatorFileItem>();
        int line = 0;
        foreach (string row in text.TrimStart('\uFEFF').Split('\n'))
        {
            line++;
            if (line == 1 || row.Trim().Length == 0)
                continue;
            List<string> cells = Cells(row.TrimEnd('\r'));
            if (cells.Count < 2)
                throw new FormatException($"line {line}: a row has a kind and a value");
            items.Add(new IndicatorFileItem(cells[0], Unescape(cells[1]), cells.Count > 8 ? Unescape(cells[8]) : "", line));
        }
        return items;
    }

    // No cell of ours holds a line break.
    private static List<string> Cells(string row)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < row.Length; i++)
        {
            if (isQuoted && row[i] == '"' && i + 1 < row.Length && row[i + 1] == '"')
                cell.Append(row[++i]);
            else if (row[i] == '"')
                isQuoted = !isQuoted;
            else if (row[i] == ',' && !isQuoted)
                Take();
            else
                cell.Append(row[i]);
        }
        Take();
        return cells;

        void Take()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }

    private static string Unescape(string cell)
    {
        string text = cell.Length > 1 && cell[0] == '\'' && cell[1] is '=' or '+' or '-' or '@' ? cell[1..] : cell;
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            if (next is '\\' or 'n' or 't')
            {
                plain.Append(next == 'n' ? '\n' : next == 't' ? '\t' : '\\');
                i++;
            }
            else
            {
                plain.Append(text[i]);
            }
        }
        return plain.ToString();
    }

    private static List<IndicatorFileItem> Stix(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var items = new List<IndicatorFileItem>();
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("objects", out JsonElement objects)
                || objects.ValueKind != JsonValueKind.Array)
                throw new FormatException("a bundle of STIX has objects");
            int place = 0;
            foreach (JsonElement one in objects.EnumerateArray())
            {
                place++;
                if (one.ValueKind == JsonValueKind.Object && Text(one, "type") == "indicator" && StixReading.Item(one, place) is { } item)
                    items.Add(item);
            }
            return items;
        }
        catch (JsonException e)
        {
            throw new FormatException(DisplayText.Escape(e.Message), e);
        }
    }

    /// <summary>Null where there is no such text.</summary>
    internal static string? Text(JsonElement one, string name) =>
        one.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
