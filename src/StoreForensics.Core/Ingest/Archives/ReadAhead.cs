using System.Runtime.ExceptionServices;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// Reads a stream on a thread of its own into a few buffers that go round, so that decompressing or hashing and parsing each have a core. One taker.
/// The thread owns the stream and disposes it when it ends: disposing this never waits for a read, for a pipe's may never return.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    /// <summary>A multiple of a tar's block, so that a header never lies across two chunks.</summary>
    public const int ChunkBytes = 256 * 1024;
    private const int Buffers = 4;

    private readonly object _gate = new();
    private readonly Stream _source;
    private readonly Queue<byte[]> _free = new();
    private readonly Queue<ReadOnlyMemory<byte>> _ready = new();
    private byte[]? _taken;
    private Exception? _fault;
    private bool _ended;
    private bool _drained;
    private bool _stopped;

    public ReadAhead(Stream source)
    {
        _source = source;
        for (int i = 0; i < Buffers; i++)
            _free.Enqueue(new byte[ChunkBytes]);
        new Thread(Run) { IsBackground = true, Name = "read ahead" }.Start();
    }

    /// <summary>Why the stream ended early, once everything before has been taken.</summary>
    public EvidenceFormatException? Failure => _drained ? _fault as EvidenceFormatException : null;

    /// <summary>The next chunk, good until the next call; all are whole but the last. Empty at the end.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        lock (_gate)
        {
            GiveBack();
            while (_ready.Count == 0 && !_ended)
                Monitor.Wait(_gate);
            if (_ready.TryDequeue(out ReadOnlyMemory<byte> chunk))
            {
                System.Runtime.InteropServices.MemoryMarshal.TryGetArray(chunk, out ArraySegment<byte> segment);
                _taken = segment.Array;
                return chunk;
            }
            _drained = true;
            if (_fault is not (null or EvidenceFormatException))
                ExceptionDispatchInfo.Throw(_fault); // no damage but a defect: it must not pass for an end
            return default;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void GiveBack()
    {
        if (_taken is null)
            return;
        _free.Enqueue(_taken);
        _taken = null;
        Monitor.PulseAll(_gate);
    }

    private void Run()
    {
        Exception? fault = null;
        while (fault is null && Claim() is { } buffer)
        {
            int length = Fill(buffer, out fault);
            if (!Publish(buffer, length))
                break;
        }
        lock (_gate)
        {
            _fault = fault;
            _ended = true;
            Monitor.PulseAll(_gate);
        }
        Close();
    }

    private byte[]? Claim()
    {
        lock (_gate)
        {
            while (_free.Count == 0 && !_stopped)
                Monitor.Wait(_gate);
            return _stopped ? null : _free.Dequeue();
        }
    }

    private int Fill(byte[] buffer, out Exception? fault)
    {
        int length = 0;
        try
        {
            fault = null;
            while (length < buffer.Length && _source.Read(buffer, length, buffer.Length - length) is int read and > 0)
                length += read;
        }
        catch (IOException unreadable)
        {
            fault = ArchiveProblems.ReadError(null, unreadable);
        }
        catch (Exception other)
        {
            fault = other; // nothing may end this thread; Next tells
        }
        return length;
    }

    private bool Publish(byte[] buffer, int length)
    {
        lock (_gate)
        {
            if (length > 0)
                _ready.Enqueue(buffer.AsMemory(0, length));
            Monitor.PulseAll(_gate);
            return length == buffer.Length;
        }
    }

    private void Close()
    {
        try
        {
            _source.Dispose();
        }
        catch (IOException)
        {
            // Closing what was only read loses nothing.
        }
    }
}
