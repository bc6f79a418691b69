using ParquetSharp;

namespace StoreForensics.Reports.Parquet;

/// <summary>The cells of one column of a row group, until that is full; the memory is used again for the next.</summary>
internal abstract class ColumnBuffer
{
    private short[] _levels = new short[64];

    /// <summary>Cells, unknown ones too.</summary>
    protected int Count { get; private set; }

    /// <summary>For each cell 1, or 0 where it is unknown.</summary>
    protected ReadOnlySpan<short> Levels => _levels.AsSpan(0, Count);

    public void AddNull() => Mark(0);

    public void Write(RowGroupWriter group)
    {
        using ColumnWriter column = group.NextColumn();
        Write(column);
        Count = 0;
        Clear();
    }

    protected void Mark(short level)
    {
        if (Count == _levels.Length)
            Array.Resize(ref _levels, Count * 2);
        _levels[Count++] = level;
    }

    protected abstract void Write(ColumnWriter column);

    protected abstract void Clear();

    /// <summary>Numbers and times.</summary>
    internal sealed class Numbers : ColumnBuffer
    {
        private long[] _values = new long[64];
        private int _known;

        public void Add(long value)
        {
            Mark(1);
            if (_known == _values.Length)
                Array.Resize(ref _values, _known * 2);
            _values[_known++] = value;
        }

        protected override void Write(ColumnWriter column) => ((ColumnWriter<long>)column).WriteBatch(Count, Levels, default, _values.AsSpan(0, _known));

        protected override void Clear() => _known = 0;
    }

    internal sealed class Flags : ColumnBuffer
    {
        private bool[] _values = new bool[64];
        private int _known;

        public void Add(bool value)
        {
            Mark(1);
            if (_known == _values.Length)
                Array.Resize(ref _values, _known * 2);
            _values[_known++] = value;
        }

        protected override void Write(ColumnWriter column) => ((ColumnWriter<bool>)column).WriteBatch(Count, Levels, default, _values.AsSpan(0, _known));

        protected override void Clear() => _known = 0;
    }

    /// <summary>Text, bytes and digests: one after another in one array.</summary>
    internal sealed class Strings(bool isFixed) : ColumnBuffer
    {
        private byte[] _bytes = new byte[256];
        private int[] _ends = new int[64];
        private int _known;

        public void Add(ReadOnlySpan<byte> value)
        {
            Mark(1);
            int start = _known == 0 ? 0 : _ends[_known - 1];
            if (start + value.Length > _bytes.Length)
                Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)_bytes.Length * 2, (long)start + value.Length)));
            value.CopyTo(_bytes.AsSpan(start));
            if (_known == _ends.Length)
                Array.Resize(ref _ends, _known * 2);
            _ends[_known++] = start + value.Length;
        }

        protected override unsafe void Write(ColumnWriter column)
        {
            fixed (byte* bytes = _bytes)
            {
                if (isFixed)
                    Write((ColumnWriter<FixedLenByteArray>)column, (IntPtr)bytes, (at, _) => new FixedLenByteArray(at));
                else
                    Write((ColumnWriter<ByteArray>)column, (IntPtr)bytes, (at, length) => new ByteArray(at, length));
            }
        }

        protected override void Clear() => _known = 0;

        private void Write<T>(ColumnWriter<T> column, IntPtr bytes, Func<IntPtr, int, T> make)
            where T : unmanaged
        {
            T[] values = System.Buffers.ArrayPool<T>.Shared.Rent(Math.Max(1, _known));
            try
            {
                for (int i = 0, start = 0; i < _known; start = _ends[i++])
                    values[i] = make(bytes + start, _ends[i] - start);
                column.WriteBatch(Count, Levels, default, values.AsSpan(0, _known));
            }
            finally
            {
                System.Buffers.ArrayPool<T>.Shared.Return(values);
            }
        }
    }
}
