using StoreForensics.Primitives;

namespace StoreForensics.Formats.Bolt;

/// <summary>Says what is odd about the meta pages and the file's length.</summary>
internal sealed class BoltMetaChecks(ProblemLog problems, Origin origin)
{
    /// <summary>Whether the other meta page is the root of an earlier state of the same database.</summary>
    public static bool IsPrevious(BoltMeta live, BoltMeta other) =>
        other.IsTrusted && other.PageSize == live.PageSize && other.IsBigEndian == live.IsBigEndian && other.TransactionId < live.TransactionId;

    public void ReportNone(long length, IReadOnlyList<BoltMeta> metas)
    {
        string what = metas.Count > 0 ? $"its meta page cannot be used: {metas[0].Fault}"
            : length == 0 ? "it is empty"
            : "no meta page was found";
        problems.Damage("SF-BOLT-0001", origin, $"not readable as a bolt database: {what}; only single pages can be recovered");
    }

    public void Report(long length, BoltMeta live, IReadOnlyList<BoltMeta> metas)
    {
        if (live.IsBigEndian)
            problems.Note("SF-BOLT-0004", origin, "the database was written on a big-endian machine and is read as such");
        ReportFaults(live, metas);
        if (live.TransactionId % 2 != (ulong)live.Number)
            problems.Warn("SF-BOLT-0007", At(live), $"meta page {live.Number} holds transaction {live.TransactionId}, which belongs on the other one");
        ulong slots = (ulong)length / live.PageSize;
        if (live.HighWater > slots)
            problems.Damage("SF-BOLT-0005", origin with { Offset = length }, $"the database is cut: {slots} whole pages of {live.HighWater} are there");
    }

    private void ReportFaults(BoltMeta live, IReadOnlyList<BoltMeta> metas)
    {
        if (!live.IsTrusted)
            problems.Damage("SF-BOLT-0019", At(live), $"no meta page is intact; page {live.Number} is used although {live.Fault}");
        foreach (BoltMeta meta in metas)
        {
            if (meta.State == BoltMetaState.WithoutChecksum)
                problems.Warn("SF-BOLT-0003", At(meta), $"meta page {meta.Number} has {meta.Fault}");
            else if (meta != live && !meta.IsTrusted)
                problems.Warn("SF-BOLT-0002", At(meta), $"meta page {meta.Number} is not used: {meta.Fault}; the state it stood for is lost");
            else if (meta != live && meta.TransactionId < live.TransactionId && !IsPrevious(live, meta))
                problems.Warn("SF-BOLT-0002", At(meta),
                    $"meta page {meta.Number} is not used: it disagrees with the other one on the page size or the byte order");
        }
        if (metas.Count < 2)
            problems.Warn("SF-BOLT-0002", origin, $"meta page {1 - live.Number} was not found; the state it stood for is lost");
    }

    private Origin At(BoltMeta meta) => origin with { Offset = meta.Offset };
}
