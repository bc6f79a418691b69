using StoreForensics.Primitives;
using StoreForensics.Reports.Sqlite;

namespace StoreForensics.Reports.Parquet;

/// <summary>The tables of a Parquet case that is being written: a file for each, and for each evidence.</summary>
internal sealed class CaseFolderRows : ICaseRows, IDisposable
{
    private readonly long[] _evidences;
    private readonly Func<int, string, string> _pathOf;
    private readonly DigestSet[] _digests;
    private readonly HashSet<string> _made = [];
    private readonly List<(PartitionedRows Rows, PartitionTable Table)> _open = [];

    /// <param name="evidences">Their numbers.</param>
    /// <param name="pathOf">Where to write, by the evidence's place and the table's name.</param>
    /// <param name="scratch">Where digests wait.</param>
    public CaseFolderRows(long[] evidences, Func<int, string, string> pathOf, Scratch scratch)
    {
        (_evidences, _pathOf) = (evidences, pathOf);
        _digests = [.. evidences.Select(_ => new DigestSet(scratch))];
    }

    public required int RowsOfGroup { get; init; }

    public required long BytesOfGroup { get; init; }

    public IEnumerable<(int Place, long Evidence)> Evidences => _evidences.Index();

    /// <summary>Of all files of an evidence, sorted.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Digests(int place) => _digests[place].Sorted();

    public RowInsert Insert(string table, params ReadOnlySpan<string> columns)
    {
        CaseTable which = CaseTable.All.First(t => (t.SqlName ?? t.Name) == table);
        if (!_made.Add(table))
            throw new InvalidOperationException($"{table} is written twice");
        // What is given no more rows holds no memory while others are.
        FinishWhere(rows => rows.IsDone);
        var partitions = new List<(long, PartitionTable)>();
        var made = new PartitionedRows(which, columns, partitions) { Seen = table is "files" or "events" ? (place, digest) => _digests[place].Add(digest) : null };
        for (int i = 0; i < _evidences.Length; i++)
        {
            var one = new PartitionTable(which, _pathOf(i, which.Name), RowsOfGroup, BytesOfGroup);
            partitions.Add((_evidences[i], one));
            _open.Add((made, one));
        }
        return made;
    }

    /// <summary>Every table has its file, if none of its rows were given too.</summary>
    public void Finish()
    {
        foreach (CaseTable table in CaseTable.All.Where(t => !_made.Contains(t.SqlName ?? t.Name)))
            Insert(table.SqlName ?? table.Name).Dispose();
        FinishWhere(_ => true);
    }

    public void Dispose()
    {
        foreach ((_, PartitionTable one) in _open)
            one.Dispose();
        foreach (DigestSet digests in _digests)
            digests.Dispose();
    }

    private void FinishWhere(Func<PartitionedRows, bool> isWanted)
    {
        foreach ((_, PartitionTable one) in _open.Where(o => isWanted(o.Rows)))
        {
            one.Finish();
            one.Dispose();
        }
        _open.RemoveAll(o => isWanted(o.Rows));
    }
}
