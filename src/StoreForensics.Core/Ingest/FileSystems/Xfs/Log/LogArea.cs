using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>The ring of basic blocks of 512 bytes that the log is.</summary>
/// <param name="volume">The volume.</param>
/// <param name="start">The log's first byte on it.</param>
/// <param name="count">Its basic blocks.</param>
internal sealed class LogArea(IBlockSource volume, long start, long count)
{
    public const int BlockBytes = XfsLayout.BasicBlockBytes;
    private const int PieceBlocks = 2048;
    private const int MostRecords = 1 << 20;

    /// <summary>No log is larger (<c>XFS_MAX_LOG_BYTES</c>).</summary>
    private const long MostBytes = 2L << 30;

    public long Count => count;

    /// <summary>Reads whole blocks; behind the last the first follows.</summary>
    /// <exception cref="EvidenceFormatException">They cannot be read.</exception>
    public void Read(long block, Span<byte> target)
    {
        int first = (int)Math.Min(target.Length, (count - block) * BlockBytes);
        volume.ReadAt(start + (block * BlockBytes), target[..first]);
        if (first < target.Length)
            volume.ReadAt(start, target[first..]);
    }

    /// <summary>Every block that begins a record, in the order in which they lie.</summary>
    /// <exception cref="EvidenceFormatException">The log cannot be read.</exception>
    public List<LogRecord> Records(Guid fileSystem)
    {
        if (count > MostBytes / BlockBytes)
            throw XfsProblems.Bad(XfsProblems.Log, $"it claims {count} blocks of {BlockBytes} bytes");
        var found = new List<LogRecord>();
        byte[] piece = new byte[PieceBlocks * BlockBytes];
        for (long at = 0; at < count; at += PieceBlocks)
        {
            int blocks = (int)Math.Min(PieceBlocks, count - at);
            long from = start + (at * BlockBytes);
            if (volume.NextData(from) is var data && (data.IsEmpty || data.Start >= from + (blocks * BlockBytes)))
                continue;
            volume.ReadAt(from, piece.AsSpan(0, blocks * BlockBytes));
            for (int i = 0; i < blocks; i++)
            {
                if (LogRecord.Parse(piece.AsSpan(i * BlockBytes, BlockBytes), at + i, count, fileSystem) is { } record)
                    found.Add(record);
            }
            if (found.Count > MostRecords)
                throw XfsProblems.Bad(XfsProblems.Log, $"it holds more than {MostRecords} records");
        }
        return found;
    }
}
