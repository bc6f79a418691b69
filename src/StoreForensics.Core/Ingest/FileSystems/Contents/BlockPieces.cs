using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Contents;

/// <summary>Small reads of a volume's metadata through a bounded cache of pieces of 64 KiB: inodes lie together, those of one directory mostly in few of them.
/// Thread-safe.</summary>
internal sealed class BlockPieces(IBlockSource blocks)
{
    private const int PieceBytes = 64 * 1024;
    private const int MaxPieces = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, byte[]> _pieces = [];
    private readonly Queue<long> _order = new();
    private Tuple<long, byte[]>? _last;

    /// <summary>Bytes that nobody changes any more.</summary>
    /// <exception cref="EvidenceFormatException">They lie outside, or cannot be read.</exception>
    public ReadOnlyMemory<byte> Read(long offset, int length)
    {
        int at = (int)(offset % PieceBytes);
        byte[] piece = Piece(offset / PieceBytes);
        if (at + length <= piece.Length)
            return piece.AsMemory(at, length);
        byte[] bytes = new byte[length];
        blocks.ReadAt(offset, bytes);
        return bytes;
    }

    private byte[] Piece(long number)
    {
        // Replaced whole, so that threads see a pair that belongs together.
        if (_last is { } last && last.Item1 == number)
            return last.Item2;
        byte[] bytes = ReadPiece(number);
        _last = Tuple.Create(number, bytes);
        return bytes;
    }

    // One that cannot be read whole holds nothing: the caller then reads its own bytes alone.
    private byte[] ReadPiece(long number)
    {
        lock (_lock)
        {
            if (_pieces.TryGetValue(number, out byte[]? known))
                return known;
        }
        long start = number * PieceBytes;
        byte[] bytes = new byte[Math.Clamp(blocks.Length - start, 0, PieceBytes)];
        try
        {
            blocks.ReadAt(start, bytes);
        }
        catch (EvidenceFormatException)
        {
            bytes = [];
        }
        lock (_lock)
        {
            if (_pieces.TryAdd(number, bytes))
                _order.Enqueue(number);
            if (_pieces.Count > MaxPieces)
                _pieces.Remove(_order.Dequeue());
        }
        return bytes;
    }
}
