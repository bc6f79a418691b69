using System.Buffers;

namespace StoreForensics.Ingest.Disks;

/// <summary>Whoever can make a chunk's bytes: decompresses a cluster, reads a page of a table.</summary>
internal interface IChunkMaker
{
    /// <summary>Fills the whole span. Called by any thread, for one chunk by one thread at a time.</summary>
    void Make(long chunk, Span<byte> target);
}

/// <summary>
/// The chunks that were used last, for all disks of one evidence together, in rented buffers. Threads that want different chunks make them side by side;
/// one that wants what another is making waits for it. A chunk that cannot be made is not kept.
/// </summary>
internal sealed class ChunkCache(long maxBytes = ChunkCache.DefaultBytes) : IDisposable
{
    /// <summary>Several clusters of the largest size (2 MiB), or a thousand of the usual ones.</summary>
    public const long DefaultBytes = 64L << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(IChunkMaker Maker, long Chunk, int Length), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = new();
    private long _bytes;
    private bool _disposed;

    /// <summary>Copies a part of a chunk.</summary>
    /// <param name="maker">Whose chunk.</param>
    /// <param name="chunk">Its number there.</param>
    /// <param name="length">Bytes of the whole chunk.</param>
    /// <param name="start">Where the part begins in it.</param>
    /// <param name="target">Takes the part.</param>
    public void Read(IChunkMaker maker, long chunk, int length, int start, Span<byte> target)
    {
        LinkedListNode<Entry> node = Take((maker, chunk, length));
        try
        {
            node.Value.MakeOnce(maker, chunk);
            node.Value.Buffer.AsSpan(start, target.Length).CopyTo(target);
        }
        finally
        {
            Return(node);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Shrink(0);
        }
    }

    private LinkedListNode<Entry> Take((IChunkMaker Maker, long Chunk, int Length) key)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                _order.Remove(node);
            }
            else
            {
                Shrink(maxBytes - key.Length);
                node = new LinkedListNode<Entry>(new Entry(key));
                _entries.Add(key, node);
                _bytes += key.Length;
            }
            _order.AddFirst(node);
            node.Value.Users++;
            return node;
        }
    }

    private void Return(LinkedListNode<Entry> node)
    {
        lock (_lock)
        {
            if (--node.Value.Users == 0 && (!node.Value.IsMade || _disposed))
                Drop(node);
        }
    }

    // What is in use stays, so that a moment may hold more than the limit: one chunk a thread.
    private void Shrink(long target)
    {
        for (LinkedListNode<Entry>? node = _order.Last; node is not null && _bytes > target;)
        {
            LinkedListNode<Entry>? before = node.Previous;
            if (node.Value.Users == 0)
                Drop(node);
            node = before;
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _order.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Length;
        ArrayPool<byte>.Shared.Return(node.Value.Buffer);
    }

    private sealed class Entry((IChunkMaker Maker, long Chunk, int Length) key)
    {
        private readonly Lock _making = new();
        private volatile bool _made;

        public (IChunkMaker Maker, long Chunk, int Length) Key { get; } = key;

        public int Length => Key.Length;

        public byte[] Buffer { get; } = ArrayPool<byte>.Shared.Rent(key.Length);

        public int Users { get; set; }

        public bool IsMade => _made;

        public void MakeOnce(IChunkMaker maker, long chunk)
        {
            if (_made)
                return;
            lock (_making)
            {
                if (_made)
                    return;
                maker.Make(chunk, Buffer.AsSpan(0, Length));
                _made = true;
            }
        }
    }
}
