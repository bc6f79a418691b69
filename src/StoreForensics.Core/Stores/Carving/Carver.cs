using StoreForensics.Evidence.Unused;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Carving;

/// <summary>
/// Goes once over what a file system gives to nothing and takes what belongs to stores, by what it is. Files begin with a block, so only beginnings of blocks
/// are looked at, save for lines of logs.
/// </summary>
internal sealed class Carver(IUnusedSpace space, int root, Action<CarvedPiece> take)
{
    private const int WindowBytes = 1 << 20;

    /// <summary>Limits of one file system: bytes that are looked at, pieces, and bytes of pieces.</summary>
    internal const long MostBytes = 64L << 30, MostPieces = 1 << 16, MostPieceBytes = 1L << 30;

    private readonly byte[] _window = new byte[WindowBytes];
    private readonly byte[] _piece = new byte[JsonPiece.MostBytes];
    private long _looked;
    private long _pieces;
    private long _pieceBytes;

    /// <summary>Bytes that were looked at.</summary>
    public long Looked => _looked;

    /// <summary>Whether it stopped at a limit.</summary>
    public bool IsFull => _looked >= MostBytes || _pieces >= MostPieces || _pieceBytes >= MostPieceBytes;

    /// <summary>Bytes of those that are blocks of zeros.</summary>
    public long Zeros { get; private set; }

    /// <summary>Bytes that could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <exception cref="EvidenceFormatException">What is free cannot be told.</exception>
    public void Run()
    {
        foreach (UnusedRun run in space.Runs())
        {
            for (long at = 0; at < run.Bytes && !IsFull; at = Look(run, at))
            {
            }
            if (IsFull)
                return;
        }
    }

    // One window; where the next one begins.
    private long Look(in UnusedRun run, long from)
    {
        int count = (int)Math.Min(_window.Length, run.Bytes - from);
        if (!TryRead(run.Offset + from, _window.AsSpan(0, count)))
            return from + count;
        _looked += count;
        int at = 0;
        while (at <= count - space.BlockBytes && !IsFull)
        {
            ReadOnlySpan<byte> block = _window.AsSpan(at, space.BlockBytes);
            bool isEmpty = block[0] == 0 && block.IndexOfAnyExcept((byte)0) < 0;
            Zeros += isEmpty ? block.Length : 0;
            int taken = block[0] == 0 || !MayBegin(block) ? 0 : TryTake(run, from + at);
            at += Math.Max(1, (taken + space.BlockBytes - 1) / space.BlockBytes) * space.BlockBytes;
        }
        return from + Math.Max(at, count);
    }

    private static bool MayBegin(ReadOnlySpan<byte> block) => JsonPiece.MayBegin(block) || LogPiece.MayHold(block) || PackedTarSplit.MayBegin(block);

    // How many bytes from there on are a piece's.
    private int TryTake(in UnusedRun run, long from)
    {
        int count = (int)Math.Min(_piece.Length, run.Bytes - from);
        if (!TryRead(run.Offset + from, _piece.AsSpan(0, count)))
            return 0;
        ReadOnlySpan<byte> bytes = _piece.AsSpan(0, count);
        if (LogPiece.MayHold(bytes[..space.BlockBytes]))
            return LogPiece.Of(bytes) is var (start, length) ? Take(run, from + start, new(PieceKind.JsonLog, length, null, null, "")) + start : 0;
        if (bytes[0] == 0x1F)
            return PackedTarSplit.LengthOf(_piece, count) is int packed ? Take(run, from, new(PieceKind.TarSplit, packed, null, null, "")) : 0;
        return JsonPiece.Of(bytes) is { } found ? Take(run, from, found) : 0;
    }

    private int Take(in UnusedRun run, long from, in JsonPiece.Found found)
    {
        _pieces++;
        _pieceBytes += found.Bytes;
        take(new CarvedPiece
        {
            Kind = found.Kind,
            Space = space,
            Root = root,
            Offset = run.Offset + from,
            Bytes = found.Bytes,
            IsInLog = run.IsLog,
            Id = found.Id,
            ImageId = found.ImageId,
            Created = found.Created,
            Newest = found.Newest,
        });
        return found.Bytes;
    }

    private bool TryRead(long offset, Span<byte> target)
    {
        try
        {
            space.Read(offset, target);
            return true;
        }
        catch (EvidenceFormatException)
        {
            Unreadable += target.Length;
            return false;
        }
    }
}
