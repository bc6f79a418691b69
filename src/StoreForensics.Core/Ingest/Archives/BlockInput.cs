using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// Reads an archive forward in pieces, without copying where a piece lies whole in the current chunk. A span handed out is good until the next call.
/// Never throws for damage: the input ends there, and <see cref="Failure"/> says why.
/// </summary>
internal abstract class BlockInput : IDisposable
{
    private byte[] _spill = [];
    private long _chunkEnd;

    /// <summary>The current chunk; what has not been taken of it.</summary>
    protected ReadOnlyMemory<byte> Chunk { get; private set; }

    /// <summary>Bytes of the archive taken or skipped so far.</summary>
    public long Position => _chunkEnd - Chunk.Length;

    /// <summary>Bytes of the whole archive, where they are known beforehand.</summary>
    public virtual long? Length => null;

    /// <summary>Why the input ended before its end; null if it did not.</summary>
    public abstract EvidenceFormatException? Failure { get; }

    /// <summary>The next chunk, not empty; empty at the end.</summary>
    protected abstract ReadOnlyMemory<byte> NextChunk();

    /// <summary>Jumps from the end of the current chunk, if the input can; returns the bytes jumped.</summary>
    protected virtual long Jump(long count) => 0;

    /// <summary>The next bytes, moving past them; fewer only at the end.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (Chunk.Length < count)
            return TakeAcross(count);
        ReadOnlySpan<byte> taken = Chunk.Span[..count];
        Chunk = Chunk[count..];
        return taken;
    }

    /// <summary>What is left of the current chunk, at most so many bytes; empty only at the end.</summary>
    public ReadOnlySpan<byte> TakeSome(long most)
    {
        if (Chunk.IsEmpty && !Advance())
            return default;
        return Take((int)Math.Min(most, Chunk.Length));
    }

    /// <summary>The next block without moving past it; fewer bytes when it does not lie whole in the current chunk.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (Chunk.IsEmpty)
            Advance();
        return Chunk.Span[..Math.Min(count, Chunk.Length)];
    }

    /// <summary>Moves past so many bytes; returns how many there were.</summary>
    public long Skip(long count)
    {
        long left = count;
        while (left > 0)
        {
            if (Chunk.Length >= left)
            {
                Chunk = Chunk[(int)left..];
                return count;
            }
            left -= Chunk.Length;
            Chunk = default;
            long jumped = Jump(left);
            _chunkEnd += jumped;
            left -= jumped;
            if (left > 0 && !Advance())
                break;
        }
        return count - left;
    }

    /// <summary>Bytes from here on that are known to be a hole; 0 where none is known.</summary>
    public virtual long HoleAhead() => 0;

    public abstract void Dispose();

    private ReadOnlySpan<byte> TakeAcross(int count)
    {
        int length = 0;
        while (length < count && (!Chunk.IsEmpty || Advance()))
        {
            int part = Math.Min(count - length, Chunk.Length);
            if (_spill.Length < length + part) // grows with what is there, not with what a header claims
                Array.Resize(ref _spill, Math.Max(length + part, Math.Min(count, Math.Max(64 * 1024, _spill.Length * 2))));
            Chunk.Span[..part].CopyTo(_spill.AsSpan(length));
            length += part;
            Chunk = Chunk[part..];
        }
        return _spill.AsSpan(0, length);
    }

    private bool Advance()
    {
        Chunk = NextChunk();
        _chunkEnd += Chunk.Length;
        return !Chunk.IsEmpty;
    }
}
