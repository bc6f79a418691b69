using System.Runtime.InteropServices;

namespace StoreForensics.Timeline;

/// <summary>Sorted events, in memory or in a scratch file; read from the start any number of times, each reader with a cursor of its own.</summary>
internal abstract class EventRun
{
    public abstract IEventCursor Open();
}

/// <summary>Steps through a run.</summary>
internal interface IEventCursor : IDisposable
{
    bool MoveNext();

    /// <summary>Valid until the next step.</summary>
    ref readonly EventRecord Record { get; }

    ReadOnlyMemory<byte> Payload { get; }
}

/// <summary>A run that never left memory.</summary>
internal sealed class MemoryRun(EventRecord[] records, int[] order, byte[] payloads) : EventRun
{
    public override IEventCursor Open() => new Cursor(this);

    private sealed class Cursor(MemoryRun run) : IEventCursor
    {
        private readonly EventRecord[] _records = run.Records;
        private readonly int[] _order = run.Order;
        private int _at = -1;

        public bool MoveNext() => ++_at < _order.Length;

        public ref readonly EventRecord Record => ref _records[_order[_at]];

        public ReadOnlyMemory<byte> Payload
        {
            get
            {
                ref readonly EventRecord record = ref Record;
                return run.Payloads.AsMemory(record.PayloadOffset, record.PayloadLength);
            }
        }

        public void Dispose()
        {
        }
    }

    private EventRecord[] Records => records;

    private int[] Order => order;

    private byte[] Payloads => payloads;
}

/// <summary>A run in a scratch file: records in sorted order, each followed by its payload.</summary>
internal sealed class FileRun(FileStream file, long length) : EventRun
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Writes a run and gives it back for reading.</summary>
    public static FileRun Write(FileStream file, EventRecord[] records, int[] order, byte[] payloads)
    {
        using (var buffered = new BufferedStream(new NonClosing(file), BufferBytes))
        {
            foreach (int at in order)
            {
                buffered.Write(MemoryMarshal.AsBytes(records.AsSpan(at, 1)));
                buffered.Write(payloads, records[at].PayloadOffset, records[at].PayloadLength);
            }
        }
        return new FileRun(file, file.Length);
    }

    public override IEventCursor Open() => new Cursor(file.SafeFileHandle, length);

    private sealed class Cursor(Microsoft.Win32.SafeHandles.SafeFileHandle handle, long length) : IEventCursor
    {
        private byte[] _buffer = new byte[BufferBytes];
        private long _filePosition;
        private int _start;
        private int _end;
        private EventRecord _record;

        public ref readonly EventRecord Record => ref _record;

        public ReadOnlyMemory<byte> Payload { get; private set; }

        public bool MoveNext()
        {
            int size = Marshal.SizeOf<EventRecord>();
            if (!Ensure(size))
                return false;
            _record = MemoryMarshal.Read<EventRecord>(_buffer.AsSpan(_start));
            if (!Ensure(size + _record.PayloadLength))
                throw new IOException("a scratch file of the sorter is shorter than it was written");
            Payload = _buffer.AsMemory(_start + size, _record.PayloadLength);
            _start += size + _record.PayloadLength;
            return true;
        }

        public void Dispose()
        {
        }

        private bool Ensure(int needed)
        {
            if (_end - _start >= needed)
                return true;
            byte[] target = needed > _buffer.Length ? new byte[needed * 2] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            (_buffer, _end, _start) = (target, _end - _start, 0);
            while (_end < needed && _filePosition < length)
            {
                int read = RandomAccess.Read(handle, _buffer.AsSpan(_end), _filePosition);
                if (read == 0)
                    break;
                _end += read;
                _filePosition += read;
            }
            return _end >= needed;
        }
    }

    private sealed class NonClosing(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);
    }
}
