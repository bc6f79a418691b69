using System.Buffers;
using StoreForensics.Primitives;
using StoreForensics.Reports.Sqlite;

namespace StoreForensics.Reports.Parquet;

/// <summary>Rows of a table, each of which goes to the partition of its evidence.</summary>
internal sealed class PartitionedRows : RowInsert
{
    private const int NanosecondsPerSecond = 1_000_000_000;

    private readonly CaseTable _table;
    private readonly IReadOnlyList<(long Evidence, PartitionTable Table)> _partitions;
    private readonly Dictionary<long, int> _places = [];
    private readonly int[] _order;
    private readonly int _counted;
    private readonly int _evidence;
    private readonly Cell[] _cells;
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private int _bound;
    private long _count;

    /// <param name="table">Which.</param>
    /// <param name="columns">What rows give, in that order, by the names of the SQLite case.</param>
    /// <param name="partitions">The numbers of evidences and their files; the first takes the rows that name none.</param>
    public PartitionedRows(CaseTable table, ReadOnlySpan<string> columns, IReadOnlyList<(long Evidence, PartitionTable Table)> partitions)
    {
        (_table, _partitions) = (table, partitions);
        _order = new int[columns.Length];
        for (int i = 0; i < columns.Length; i++)
            _order[i] = IndexOf(columns[i]);
        _counted = table.Columns.ToList().FindIndex(c => c.IsCounted);
        if (_order.Contains(_counted))
            _counted = -1;
        _evidence = table.Columns.ToList().FindIndex(c => c.Name == "evidence_id");
        _cells = new Cell[table.Columns.Count];
    }

    /// <summary>Gets the SHA-256 of each row that has one, with the place of its partition.</summary>
    public Action<int, ReadOnlySpan<byte>>? Seen { get; init; }

    /// <summary>Whether no more rows come.</summary>
    public bool IsDone { get; private set; }

    public override RowInsert Integer(long? value) => Put(value is long number ? new Cell(number, 0, 0, CellContent.Number) : default);

    public override RowInsert Utf8(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return Put(default);
        if (_table.Columns[_order[_bound]].Kind == CellKind.Digest)
        {
            Span<byte> digest = stackalloc byte[32];
            bool isDigest = value.Length == 64 && Convert.FromHexString(value, digest, out _, out _) == OperationStatus.Done;
            return isDigest ? Blob(digest) : Put(default);
        }
        return Blob(value);
    }

    public override RowInsert Blob(ReadOnlySpan<byte> value)
    {
        int start = _bytes.WrittenCount;
        _bytes.Write(value);
        return Put(new Cell(0, start, value.Length, CellContent.Text));
    }

    public override RowInsert Time(Timestamp? time)
    {
        if (time is not { IsUsable: true } known)
            return Put(default);
        Int128 nanoseconds = ((Int128)known.Seconds * NanosecondsPerSecond) + known.Nanoseconds;
        return nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue ? Integer((long)nanoseconds) : base.Time(time);
    }

    public override RowInsert Hex(ReadOnlySpan<byte> bytes) => bytes.Length == 32 ? Blob(bytes) : Put(default);

    public override void Run()
    {
        if (_bound != _order.Length)
            throw new InvalidOperationException($"{_bound} values for {_order.Length} columns");
        _bound = 0;
        _count++;
        if (_counted >= 0)
            _cells[_counted] = new Cell(_count, 0, 0, CellContent.Number);
        if (_evidence < 0)
        {
            // What is told of the case as a whole is told with each of its evidences.
            for (int i = 0; i < _partitions.Count; i++)
                Add(i);
        }
        else
        {
            Add(_cells[_evidence].IsNull ? 0 : PlaceOf(_cells[_evidence].Number));
        }
        _bytes.ResetWrittenCount();
    }

    public override void Dispose()
    {
        base.Dispose();
        IsDone = true;
    }

    private int PlaceOf(long evidence)
    {
        if (_places.Count == 0)
        {
            for (int i = 0; i < _partitions.Count; i++)
                _places.TryAdd(_partitions[i].Evidence, i);
        }
        return _places.GetValueOrDefault(evidence);
    }

    private void Add(int place)
    {
        (long evidence, PartitionTable table) = _partitions[place];
        for (int i = 0; i < _cells.Length; i++)
        {
            CaseColumn column = _table.Columns[i];
            if (column.IsKey && !_cells[i].IsNull)
                _cells[i] = _cells[i] with { Number = CaseKeys.Of(evidence, _cells[i].Number) };
            if (Seen is not null && column.Kind == CellKind.Digest && !_cells[i].IsNull)
                Seen(place, _bytes.WrittenSpan.Slice(_cells[i].Start, _cells[i].Length));
        }
        table.Add(_cells, _bytes.WrittenSpan);
    }

    private PartitionedRows Put(Cell cell)
    {
        _cells[_order[_bound++]] = cell;
        return this;
    }

    private int IndexOf(string column)
    {
        string name = _table.SqlName == "evidence" && column == "evidence" ? "name" : column;
        int index = _table.Columns.ToList().FindIndex(c => c.Name == name);
        return index >= 0 ? index : throw new InvalidOperationException($"{_table.Name} has no column {name}");
    }
}
