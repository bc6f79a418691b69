using ParquetSharp;
using ParquetSharp.Schema;

namespace StoreForensics.Reports.Parquet;

/// <summary>One file of a Parquet case: the rows of a table that are of one evidence.</summary>
internal sealed class PartitionTable : IDisposable
{
    /// <summary>What wrote it, in the file's own words; the program's version stands in the provenance.</summary>
    private const string CreatedBy = "storeforensics";

    // The level that the reference program uses by default; higher ones made these columns 2 % smaller at three times the time.
    private const int ZstdLevel = 3;

    private readonly CaseTable _table;
    private readonly ColumnBuffer[] _columns;
    private readonly ColumnBuffer.Strings?[] _texts;
    private readonly ParquetFileWriter _file;
    private readonly int _mostRows;
    private readonly long _mostBytes;
    private int _rows;
    private long _bytes;

    /// <param name="table">Which.</param>
    /// <param name="path">An empty file, given out by who knows what may be written.</param>
    /// <param name="mostRows">Of a row group.</param>
    /// <param name="mostBytes">Of the text in one.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public PartitionTable(CaseTable table, string path, int mostRows, long mostBytes)
    {
        (_table, _mostRows, _mostBytes) = (table, mostRows, mostBytes);
        _columns = [.. table.Columns.Select(c => Buffer(c.Kind))];
        _texts = [.. table.Columns.Select(c => c.Kind == CellKind.Time ? new ColumnBuffer.Strings(isFixed: false) : null)];
        _file = Guarded(() => Open(path));
    }

    /// <summary>A row.</summary>
    /// <param name="cells">One for each column.</param>
    /// <param name="bytes">What the texts among them point into.</param>
    public void Add(ReadOnlySpan<Cell> cells, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < cells.Length; i++)
            Add(i, cells[i], bytes);
        _bytes += bytes.Length;
        if (++_rows >= _mostRows || _bytes >= _mostBytes)
            Flush();
    }

    public void Finish() => Guarded(() =>
    {
        if (_rows > 0)
            Flush();
        _file.Close();
        return true;
    });

    public void Dispose() => _file.Dispose();

    private void Add(int column, in Cell cell, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> text = bytes.Slice(cell.Start, cell.Length);
        if (_texts[column] is { } beside)
        {
            if (cell.IsText)
                beside.Add(text);
            else
                beside.AddNull();
        }
        if (cell.IsNull || (cell.IsText && _table.Columns[column].Kind == CellKind.Time))
            _columns[column].AddNull();
        else if (_columns[column] is ColumnBuffer.Numbers numbers)
            numbers.Add(cell.Number);
        else if (_columns[column] is ColumnBuffer.Flags flags)
            flags.Add(cell.Number != 0);
        else
            ((ColumnBuffer.Strings)_columns[column]).Add(text);
    }

    private void Flush() => Guarded(() =>
    {
        using RowGroupWriter group = _file.AppendRowGroup();
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Write(group);
            _texts[i]?.Write(group);
        }
        group.Close();
        (_rows, _bytes) = (0, 0);
        return true;
    });

    private ParquetFileWriter Open(string path)
    {
        using var schema = new GroupNode("schema", Repetition.Required, [.. _table.Columns.SelectMany(Nodes)]);
        using var builder = new WriterPropertiesBuilder();
        builder.CreatedBy(CreatedBy).Compression(Compression.Zstd).CompressionLevel(ZstdLevel);
        int time = _table.Columns.ToList().FindIndex(c => c.Name == "unix_seconds");
        if (time >= 0)
        {
            int column = _table.Columns.Take(time).Sum(c => c.Kind == CellKind.Time ? 2 : 1);
            builder.SortingColumns([new(column, false, false), new(column + 1, false, false)]);
        }
        using WriterProperties properties = builder.Build();
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["storeforensics.table"] = _table.Name,
            ["storeforensics.version"] = CaseTable.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return new ParquetFileWriter(path, schema, properties, words);
    }

    private static IEnumerable<Node> Nodes(CaseColumn column)
    {
        yield return column.Kind switch
        {
            CellKind.Number => Leaf(column.Name, LogicalType.None(), PhysicalType.Int64),
            CellKind.Flag => Leaf(column.Name, LogicalType.None(), PhysicalType.Boolean),
            CellKind.Text => Leaf(column.Name, LogicalType.String(), PhysicalType.ByteArray),
            CellKind.Bytes => Leaf(column.Name, LogicalType.None(), PhysicalType.ByteArray),
            // Marked as adjusted to UTC, DuckDB cuts them to microseconds: docs/adr/0034.
            CellKind.Time => Leaf(column.Name, LogicalType.Timestamp(false, ParquetSharp.TimeUnit.Nanos), PhysicalType.Int64),
            _ => new PrimitiveNode(column.Name, Repetition.Optional, LogicalType.None(), PhysicalType.FixedLenByteArray, 32),
        };
        if (column.Kind == CellKind.Time)
            yield return Leaf(column.TextName, LogicalType.String(), PhysicalType.ByteArray);
    }

    private static PrimitiveNode Leaf(string name, LogicalType logical, PhysicalType physical) => new(name, Repetition.Optional, logical, physical);

    private static ColumnBuffer Buffer(CellKind kind) => kind switch
    {
        CellKind.Number or CellKind.Time => new ColumnBuffer.Numbers(),
        CellKind.Flag => new ColumnBuffer.Flags(),
        _ => new ColumnBuffer.Strings(isFixed: kind == CellKind.Digest),
    };

    // The library names its own class before the sentence.
    private static string Words(string message)
    {
        const string start = "(message: '", end = "')";
        int at = message.IndexOf(start, StringComparison.Ordinal);
        return at >= 0 && message.EndsWith(end, StringComparison.Ordinal) ? message[(at + start.Length)..^end.Length] : message;
    }

    private static T Guarded<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (ParquetException e)
        {
            throw new IOException("Parquet: " + Words(e.Message), e);
        }
    }
}
