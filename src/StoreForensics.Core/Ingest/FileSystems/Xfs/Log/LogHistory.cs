using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>
/// Everything that a log still holds, also what was written to its place long ago: the ring is filled in turn, and nothing in it is erased. Only records that
/// are whole count, each stretch of them that lies without a gap by itself.
/// </summary>
internal sealed class LogHistory
{
    private readonly LogArea _log;
    private readonly List<List<LogRecord>> _stretches = [];

    private LogHistory(LogArea log) => _log = log;

    /// <summary>The first record that is left; 0: none is.</summary>
    public ulong Oldest => _stretches.Count == 0 ? 0 : _stretches[0][0].Lsn;

    /// <summary>The first record of the stretch that goes on to the end: from there on nothing is missing.</summary>
    public ulong WholeFrom => _stretches.Count == 0 ? ulong.MaxValue : _stretches[^1][0].Lsn;

    public ulong Newest => _stretches.Count == 0 ? 0 : _stretches[^1][^1].Lsn;

    /// <exception cref="EvidenceFormatException">The log cannot be read.</exception>
    public static LogHistory Read(IBlockSource blocks, XfsVolume volume)
    {
        SuperBlock super = volume.Super;
        if (super.LogStart == 0)
            throw XfsProblems.Bad(XfsProblems.Log, "the log is on another device");
        long count = super.LogBlocks * ((long)super.BlockBytes / LogArea.BlockBytes);
        var log = new LogArea(blocks, volume.Linear(super.LogStart, super.LogBlocks) * super.BlockBytes, count);
        var history = new LogHistory(log);
        LogRecord? last = null;
        foreach (LogRecord record in log.Records(super.Uuid).OrderBy(r => r.Lsn))
        {
            if (record.Format != LogRecord.LittleEndian || !record.IsWhole(log, super.HasChecksums))
                continue;
            if (last is null || last.NextLsn(count) != record.Lsn)
                history._stretches.Add([]);
            history._stretches[^1].Add(record);
            last = record;
        }
        return history;
    }

    /// <summary>What was committed, in its order.</summary>
    /// <exception cref="EvidenceFormatException">The log cannot be read.</exception>
    public IEnumerable<LogTransaction> Transactions() => _stretches.SelectMany(s => new TransactionReader(_log, s, static _ => { }).Transactions());
}
