using StoreForensics.Ingest.Disks;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>An image in memory, of which only pieces that are not zeros are kept. A copy shares them until it is written to.</summary>
internal sealed class SparseImage(long length) : IBlockSource
{
    public const int PieceBytes = 4096;

    private readonly Dictionary<long, byte[]> _pieces = [];

    public long Length => length;

    /// <summary>First bytes of the pieces that are kept, in order.</summary>
    public IEnumerable<long> Kept => _pieces.Keys.Order().Select(k => k * PieceBytes);

    public static SparseImage Read(Stream stream, long length)
    {
        var image = new SparseImage(length);
        byte[] piece = new byte[PieceBytes];
        for (long at = 0; at < length; at += PieceBytes)
        {
            stream.ReadExactly(piece.AsSpan(0, (int)Math.Min(PieceBytes, length - at)));
            if (piece.AsSpan().ContainsAnyExcept((byte)0))
                image._pieces[at / PieceBytes] = piece.ToArray();
        }
        return image;
    }

    /// <summary>A copy, or its beginning.</summary>
    public SparseImage Copy(long? newLength = null)
    {
        var copy = new SparseImage(newLength ?? length);
        foreach ((long number, byte[] piece) in _pieces)
            copy._pieces[number] = piece;
        return copy;
    }

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        while (!target.IsEmpty)
        {
            int at = (int)(offset % PieceBytes), count = Math.Min(target.Length, PieceBytes - at);
            if (_pieces.TryGetValue(offset / PieceBytes, out byte[]? piece))
                piece.AsSpan(at, count).CopyTo(target);
            else
                target[..count].Clear();
            target = target[count..];
            offset += count;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length;)
        {
            int at = (int)((offset + i) % PieceBytes), count = Math.Min(bytes.Length - i, PieceBytes - at);
            byte[] piece = _pieces.TryGetValue((offset + i) / PieceBytes, out byte[]? known) ? [.. known] : new byte[PieceBytes];
            bytes.Slice(i, count).CopyTo(piece.AsSpan(at));
            _pieces[(offset + i) / PieceBytes] = piece;
            i += count;
        }
    }

    public void Flip(long offset) => Write(offset, [(byte)(this.ReadBytes(offset, 1)[0] ^ 1)]);

    public void Dispose()
    {
    }
}
