using System.Text;

namespace StoreForensics.Reports.Parquet;

/// <summary>The tables of a Parquet case in the manual, as Markdown.</summary>
public static class ParquetManual
{
    /// <summary>A list a table, in the order in which they are written.</summary>
    public static string Write()
    {
        var page = new StringBuilder();
        foreach (CaseTable table in CaseTable.All)
        {
            page.Append($"\n### {table.Name}\n\n| column | type |\n| --- | --- |\n");
            foreach ((string name, string type) in table.Columns.SelectMany(Rows))
                page.Append($"| `{name}` | {type} |\n");
        }
        return page.ToString();
    }

    private static IEnumerable<(string Name, string Type)> Rows(CaseColumn column)
    {
        yield return (column.Name, column.Kind switch
        {
            CellKind.Number => "INT64",
            CellKind.Flag => "BOOLEAN",
            CellKind.Text => "BYTE_ARRAY, string",
            CellKind.Bytes => "BYTE_ARRAY",
            CellKind.Time => "INT64, timestamp in nanoseconds",
            _ => "FIXED_LEN_BYTE_ARRAY(32)",
        });
        if (column.Kind == CellKind.Time)
            yield return (column.TextName, "BYTE_ARRAY, string");
    }
}
