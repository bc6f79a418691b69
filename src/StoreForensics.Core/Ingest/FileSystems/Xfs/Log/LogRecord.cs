using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>
/// What was written to the log at once (<c>xlog_rec_header</c>, Linux 6.12 fs/xfs/libxfs/xfs_log_format.h). The first word of each of its blocks is the ring's
/// cycle; the words that stood there are in the header.
/// </summary>
/// <param name="Block">Where it begins.</param>
/// <param name="Cycle">How often the ring had been filled, from 1.</param>
/// <param name="Lsn">Both as one number, which only grows.</param>
/// <param name="TailLsn">The oldest record that was still needed when it was written.</param>
/// <param name="HeaderBlocks">Blocks of its header.</param>
/// <param name="Bytes">Bytes behind that.</param>
/// <param name="Operations">How many operations these are.</param>
/// <param name="Format">Byte order of what is in them: 1 is little-endian.</param>
/// <param name="Checksum">As recorded.</param>
internal sealed record LogRecord(long Block, uint Cycle, ulong Lsn, ulong TailLsn, int HeaderBlocks, int Bytes, uint Operations, uint Format, uint Checksum)
{
    public const uint LittleEndian = 1;

    private const uint Magic = 0xFEEDBABE;
    private const int BlockBytes = LogArea.BlockBytes;
    private const int WordsPerHeader = 64, HeaderHolds = WordsPerHeader * BlockBytes, WordsAt = 44, MoreWordsAt = 4;
    private const int HeaderBytes = 328, ShortHeaderBytes = 324, MoreHeaderBytes = 260; // as 64- and 32-bit kernels sum it up
    private const int ChecksumAt = 32;
    private const uint MostBytes = 2 << 20;

    private bool? _isWhole;

    /// <summary>Where the next one begins in a log of so many blocks.</summary>
    public ulong NextLsn(long logBlocks)
    {
        long next = Block + HeaderBlocks + DataBlocks;
        return next < logBlocks ? Number(Cycle, next) : Number(Cycle + 1, next - logBlocks);
    }

    private int DataBlocks => (Bytes + BlockBytes - 1) / BlockBytes;

    /// <summary>Null when no record of this file system begins at the block.</summary>
    public static LogRecord? Parse(ReadOnlySpan<byte> b, long block, long logBlocks, Guid fileSystem)
    {
        if (b.U32(0) != Magic || b.U32(8) is not (1 or 2) || b.U64(16) != Number(b.U32(4), block))
            return null;
        uint bytes = b.U32(12), size = b.U32(8) == 2 ? b.U32(320) : 0;
        int headers = size is > HeaderHolds and <= MostBytes ? (int)((size + HeaderHolds - 1) / HeaderHolds) : 1;
        if (bytes is 0 or > MostBytes || headers + ((bytes + BlockBytes - 1) / BlockBytes) > logBlocks
            || bytes > headers * HeaderHolds || new Guid(b.Slice(304, 16), bigEndian: true) != fileSystem)
            return null;
        return new LogRecord(block, b.U32(4), b.U64(16), b.U64(24), headers, (int)bytes, b.U32(40), b.U32(300),
            BinaryPrimitives.ReadUInt32LittleEndian(b[ChecksumAt..]));
    }

    /// <summary>Whether all of it was written: every block is of its cycle, and the checksum, where there must be one, is right.</summary>
    public bool IsWhole(LogArea log, bool mustHaveChecksum) => _isWhole ??= Look(log, mustHaveChecksum);

    /// <summary>Its operations, with the words that the cycles took put back.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">They cannot be read.</exception>
    public byte[] ReadOperations(LogArea log)
    {
        byte[] all = ReadAll(log), bytes = all[(HeaderBlocks * BlockBytes)..];
        for (int i = 0; i < DataBlocks; i++)
        {
            int header = i / WordsPerHeader, at = (header * BlockBytes) + (header == 0 ? WordsAt : MoreWordsAt) + (i % WordsPerHeader * sizeof(uint));
            all.AsSpan(at, sizeof(uint)).CopyTo(bytes.AsSpan(i * BlockBytes));
        }
        return bytes[..Bytes];
    }

    private static ulong Number(uint cycle, long block) => ((ulong)cycle << 32) | (uint)block;

    private byte[] ReadAll(LogArea log)
    {
        byte[] all = new byte[(HeaderBlocks + DataBlocks) * BlockBytes];
        log.Read(Block, all);
        return all;
    }

    private bool Look(LogArea log, bool mustHaveChecksum)
    {
        byte[] bytes = ReadAll(log);
        ReadOnlySpan<byte> all = bytes;
        for (int i = 1; i < HeaderBlocks + DataBlocks; i++)
        {
            // In blocks that came to lie at the ring's beginning the cycle is the next one.
            if (all.U32(i * BlockBytes) != (Block + i < log.Count ? Cycle : Cycle + 1))
                return false;
        }
        return (Checksum == 0 && !mustHaveChecksum) || IsChecksumRight(all, HeaderBytes) || IsChecksumRight(all, ShortHeaderBytes);
    }

    private bool IsChecksumRight(ReadOnlySpan<byte> all, int headerBytes)
    {
        Span<byte> zeros = stackalloc byte[sizeof(uint)];
        zeros.Clear();
        uint crc = Crc32C.Append(Crc32C.Append(Crc32C.Append(~0u, all[..ChecksumAt]), zeros), all[(ChecksumAt + sizeof(uint))..headerBytes]);
        for (int i = 1; i < HeaderBlocks; i++)
            crc = Crc32C.Append(crc, all.Slice(i * BlockBytes, MoreHeaderBytes));
        return ~Crc32C.Append(crc, all.Slice(HeaderBlocks * BlockBytes, Bytes)) == Checksum;
    }
}
