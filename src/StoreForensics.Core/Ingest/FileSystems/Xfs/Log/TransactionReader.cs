using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>Puts transactions together from the operations of records, as the kernel does (Linux 6.12 fs/xfs/xfs_log_recover.c, xlog_recover_process_ophdr).
/// What was not committed is left out.</summary>
/// <param name="log">The log.</param>
/// <param name="records">In their order.</param>
/// <param name="fault">Told what makes no sense; the rest of the record is passed over.</param>
internal sealed class TransactionReader(LogArea log, IReadOnlyList<LogRecord> records, Action<string> fault)
{
    private const int OperationBytes = 12, TransactionHeaderBytes = 16;
    private const uint TransactionMagic = 0x5452414E; // TRAN
    private const byte Start = 0x1, Commit = 0x2, WasContinued = 0x8, Unmount = 0x20;

    private readonly Dictionary<uint, Building> _open = [];

    /// <summary>Whether a record says no more than that the file system was unmounted.</summary>
    public static bool IsUnmount(LogArea log, LogRecord record) =>
        record.Operations == 1 && record.Bytes >= OperationBytes && (record.ReadOperations(log)[9] & Unmount) != 0;

    /// <exception cref="Primitives.EvidenceFormatException">The log cannot be read.</exception>
    public IEnumerable<LogTransaction> Transactions()
    {
        foreach (LogRecord record in records)
        {
            byte[] operations = record.ReadOperations(log);
            int at = 0;
            for (uint i = 0; i < record.Operations; i++)
            {
                if (Next(operations, ref at, record, out LogTransaction? committed) is { } wrong)
                {
                    fault($"the record at cycle {record.Cycle}, block {record.Block} of the log: {wrong}");
                    break;
                }
                if (committed is not null)
                    yield return committed;
            }
        }
    }

    // What is wrong with it, in words; null when nothing is.
    private string? Next(ReadOnlySpan<byte> all, ref int at, LogRecord record, out LogTransaction? committed)
    {
        committed = null;
        if (at > all.Length - OperationBytes)
            return "its operations break off";
        uint id = all.U32(at), length = all.U32(at + 4);
        byte flags = all[at + 9];
        at += OperationBytes;
        if (length > all.Length - at)
            return $"an operation claims {length} bytes";
        ReadOnlySpan<byte> body = all.Slice(at, (int)length);
        at += (int)length;
        if ((flags & Start) != 0)
        {
            _open[id] = new Building(record.Lsn);
            return null;
        }
        if ((flags & Unmount) != 0 || !_open.TryGetValue(id, out Building? building))
            return null; // begun before what is needed
        if ((flags & Commit) != 0)
        {
            _open.Remove(id);
            committed = new LogTransaction(building.Lsn, [.. building.Items.Where(i => i.IsComplete)]);
            return building.Items.All(i => i.IsComplete) ? null : "a transaction was committed with an item that is not whole";
        }
        return (flags & WasContinued) != 0 ? building.Continue(body) : building.Add(body);
    }

    /// <summary>A transaction whose end has not come.</summary>
    private sealed class Building(ulong lsn)
    {
        private int _header;

        public ulong Lsn => lsn;

        public List<LogItem> Items { get; } = [];

        public string? Add(ReadOnlySpan<byte> region)
        {
            if (region.IsEmpty)
                return null;
            if (_header < TransactionHeaderBytes)
            {
                if (_header > 0 || region.Length > TransactionHeaderBytes || region.Length < sizeof(uint)
                    || BinaryPrimitives.ReadUInt32LittleEndian(region) != TransactionMagic)
                    return "a transaction has no header";
                _header = region.Length;
                return null;
            }
            if (Items.Count == 0 || Items[^1].IsComplete)
                Items.Add(new LogItem());
            if (Items[^1].Add(region))
                return null;
            Items.RemoveAt(Items.Count - 1);
            return $"an item begins with {region.Length} bytes";
        }

        public string? Continue(ReadOnlySpan<byte> rest)
        {
            if (Items.Count > 0)
                Items[^1].Continue(rest);
            else
                _header += rest.Length;
            return _header > TransactionHeaderBytes ? "a transaction's header is too long" : null;
        }
    }
}
