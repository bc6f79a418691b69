using System.Globalization;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>
/// Plays the log back in memory (Linux 6.12 fs/xfs/xfs_log_recover.c): first which buffers were freed later, then each transaction in its order. Files whose
/// names are gone and free space are not put in order, for nothing of that is read.
/// </summary>
internal sealed class LogReplay
{
    private const int MostFaults = 5;

    private readonly OverlaidSectors _volume;
    private readonly CancelledBuffers _cancelled = new();
    private readonly OpenIntents _intents = new();
    private readonly BufferReplay _buffers;
    private readonly InodeReplay _inodes;
    private readonly InodeCreationReplay _creations;
    private readonly List<string> _faults = [];
    private int _transactions;
    private int _failed;

    private LogReplay(OverlaidSectors volume, SuperBlock super)
    {
        _volume = volume;
        _buffers = new BufferReplay(_volume, super, _cancelled);
        _inodes = new InodeReplay(_volume, super, _cancelled);
        _creations = new InodeCreationReplay(_volume, super, _cancelled);
    }

    /// <summary>The volume as the replay would leave it, and in words what was done; null and null when nothing was.</summary>
    public static (OverlaidSectors? Volume, string? Words) Over(IBlockSource blocks, SuperBlock super, ProblemLog problems, Origin origin)
    {
        if (super.LogStart == 0)
        {
            problems.Warn(XfsProblems.Log, origin, "the file system's log is on another device: if it was not unmounted, what that holds is missing");
            return (null, null);
        }
        try
        {
            var volume = new XfsVolume(blocks, super, problems, origin);
            long count = super.LogBlocks * ((long)super.BlockBytes / LogArea.BlockBytes);
            var log = new LogArea(blocks, volume.Linear(super.LogStart, super.LogBlocks) * super.BlockBytes, count);
            LogChain chain = LogChain.Find(log, super);
            if (chain.LeftOut > 0)
                problems.Warn(XfsProblems.Log, origin,
                    $"the newest {chain.LeftOut} records of the log are not whole: they were being written when it stopped, and are not played back");
            if (chain.Fault is null && TransactionReader.IsUnmount(log, chain.Records[^1]))
                return (null, null);
            return Over(blocks, super, log, chain, problems, origin);
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage(XfsProblems.Log, origin with { Offset = e.Offset },
                $"the file system's log cannot be played back: {e.Message}; if it was not unmounted, names and files may be older than they were, or torn");
            return (null, null);
        }
    }

    private static (OverlaidSectors?, string?) Over(IBlockSource blocks, SuperBlock super, LogArea log, LogChain chain, ProblemLog problems, Origin origin)
    {
        if (chain.Records.Any(r => r.Format != LogRecord.LittleEndian))
            throw XfsProblems.Bad(XfsProblems.Log, "it was written by a big-endian machine");
        var replay = new LogReplay(new OverlaidSectors(blocks), super);
        if (chain.Fault is not null)
            replay._faults.Add($"{chain.Fault}, and what follows there is not played back");
        foreach (LogItem item in new TransactionReader(log, chain.Records, _ => { }).Transactions().SelectMany(t => t.Items))
            replay.TakeCancelled(item);
        foreach (LogTransaction transaction in new TransactionReader(log, chain.Records, replay.TakeFault).Transactions())
            replay.Play(transaction);
        return (replay._volume, replay.Tell(problems, origin));
    }

    private void TakeFault(string fault)
    {
        if (_faults.Count < MostFaults)
            _faults.Add(fault);
    }

    private void TakeCancelled(LogItem item)
    {
        if (item.Kind == LogItemKind.Buffer && BufferDescription.Parse(item.Regions[0]) is { IsCancel: true } buffer)
            _cancelled.Add(buffer);
    }

    // Buffers first, what is freed last (xlog_recover_reorder_trans).
    private void Play(LogTransaction transaction)
    {
        _transactions++;
        foreach (LogItem item in transaction.Items.OrderBy(Rank))
        {
            try
            {
                _failed += Play(item, transaction.Lsn) ? 0 : 1;
            }
            catch (EvidenceFormatException)
            {
                _failed++;
            }
        }
    }

    private bool Play(LogItem item, ulong lsn)
    {
        switch (item.Kind)
        {
            case LogItemKind.Buffer:
                return _buffers.Replay(item, lsn);
            case LogItemKind.Inode:
                return _inodes.Replay(item, lsn);
            case LogItemKind.InodeCreation:
                return _creations.Replay(item);
            default:
                _intents.Take(item);
                return true;
        }
    }

    private static int Rank(LogItem item) => item.Kind switch
    {
        LogItemKind.InodeCreation => 0,
        LogItemKind.Buffer => BufferDescription.Parse(item.Regions[0]) switch { { IsCancel: true } => 3, { IsInodes: true } => 2, _ => 0 },
        _ => 1,
    };

    private string Tell(ProblemLog problems, Origin origin)
    {
        if (_failed > 0)
            _faults.Add($"{_failed} changes could not be made");
        if (_intents.Count > 0)
            _faults.Add($"{_intents.Count} changes of files were begun and not finished, as the next mount would do, and these files are shown in between");
        if (_faults.Count > 0)
            problems.Damage(XfsProblems.Log, origin,
                $"the file system was not unmounted, and its log could not be played back whole ({string.Join("; ", _faults)}): "
                    + "names and files may be older than they were, or torn");
        string words = string.Create(CultureInfo.InvariantCulture,
            $"{_transactions} transactions of the log played back in memory, {_volume.Count} sectors of 512 bytes");
        problems.Note(XfsProblems.Replayed, origin, $"the file system was not unmounted: {words}");
        return words;
    }
}
