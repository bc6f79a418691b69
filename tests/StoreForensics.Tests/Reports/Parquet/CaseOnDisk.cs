using DuckDB.NET.Data;
using StoreForensics.Cases;
using StoreForensics.Reports.Parquet;

namespace StoreForensics.Tests.Reports.Parquet;

/// <summary>A Parquet case in a folder of the test's, and what DuckDB reads in it without this program's views.</summary>
internal sealed class CaseOnDisk : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("storeforensics-parquet-").FullName;

    public string Scratch { get; } = Directory.CreateTempSubdirectory("storeforensics-scratch-").FullName;

    public string Write(Case subject, string name = "a.case")
    {
        string folder = Path.Combine(Root, name);
        new ParquetCaseWriter { ScratchDirectory = Scratch }.Write(subject, (evidence, table) =>
        {
            string path = Path.Combine(folder, table, PartitionName.Of(subject.Evidence[evidence].Name), PartitionName.FileName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        });
        return folder;
    }

    /// <summary>Rows by DuckDB alone; <c>{T}</c> in the statement is the reading of table T, by Hive's partitions.</summary>
    public static List<object?[]> Ask(string folder, string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        foreach (string table in ParquetCaseWriter.Tables)
            sql = sql.Replace("{" + table + "}", $"read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)", StringComparison.Ordinal);
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Value(reader.GetValue(i)))]);
        return rows;
    }

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(Scratch, recursive: true);
    }

    private static object Value(object value)
    {
        if (value is not Stream stream)
            return value;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
