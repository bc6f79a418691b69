namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>The records that were needed when the log was written last, oldest first.</summary>
/// <param name="Records">They follow each other without a gap.</param>
/// <param name="Fault">Why there should be more, in words; null when these are all.</param>
/// <param name="LeftOut">Newer records that are not whole or come after such a one, as a cut leaves them: several are written at a time.</param>
internal sealed record LogChain(IReadOnlyList<LogRecord> Records, string? Fault, int LeftOut)
{
    // Eight buffers of 256 KiB at most (Linux 6.12 fs/xfs/xfs_log_priv.h, XLOG_TOTAL_REC_SHIFT): what is not whole before those is damage.
    private const long MostInFlightBlocks = 8 * 256 * 1024 / LogArea.BlockBytes;

    /// <summary>What there is. A log that was never used has a record that says so.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">The log cannot be read.</exception>
    public static LogChain Find(LogArea log, SuperBlock super)
    {
        LogRecord[] records = [.. log.Records(super.Uuid).OrderBy(r => r.Lsn)];
        if (records.Length == 0)
            return new LogChain([], "it holds no record of this file system", 0);
        LogRecord newest = records[^1];
        bool IsNear(LogRecord record) => (newest.Block - record.Block + log.Count) % log.Count <= MostInFlightBlocks;
        LogRecord? head = Enumerable.Reverse(records).TakeWhile(IsNear).FirstOrDefault(r => r.IsWhole(log, super.HasChecksums));
        if (head is null)
            return new LogChain([], "none of its newest records is whole", 0);
        Dictionary<ulong, LogRecord> byLsn = records.ToDictionary(r => r.Lsn);
        LogChain first = To(head, byLsn, log, super.HasChecksums), chain = first;
        // Where one is missing among the last ones, the log ends before it.
        while (chain.Fault is not null && chain.Records.Count > 0 && IsNear(chain.Records[^1]))
            chain = To(chain.Records[^1], byLsn, log, super.HasChecksums);
        return chain.Fault is null ? chain with { LeftOut = records.Count(r => r.Lsn > chain.Records[^1].Lsn) } : first;
    }

    private static LogChain To(LogRecord head, Dictionary<ulong, LogRecord> byLsn, LogArea log, bool mustHaveChecksum)
    {
        var chain = new List<LogRecord>();
        for (ulong at = head.TailLsn; ;)
        {
            if (at > head.Lsn)
                return new LogChain(chain, "its records overlap", 0);
            if (!byLsn.TryGetValue(at, out LogRecord? record))
                return new LogChain(chain, $"the record at cycle {at >> 32}, block {at & uint.MaxValue} is missing", 0);
            if (!record.IsWhole(log, mustHaveChecksum))
                return new LogChain(chain, $"the record at cycle {at >> 32}, block {at & uint.MaxValue} is damaged", 0);
            chain.Add(record);
            if (at == head.Lsn)
                return new LogChain(chain, null, 0);
            at = record.NextLsn(log.Count);
        }
    }
}
