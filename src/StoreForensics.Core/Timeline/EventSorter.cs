using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>
/// External merge sort of events. The order is time, then the order in which events were added; they are added in an order that depends on the evidence's
/// content alone, so equal evidence gives equal timelines. Memory is bounded by the budget, whatever the number of events.
/// </summary>
internal sealed class EventSorter(Scratch scratch, long memoryBytes)
{
    private const int RecordBytes = 48;

    private readonly List<EventRun> _runs = [];
    private EventRecord[] _records = new EventRecord[4096];
    private byte[] _payloads = new byte[64 * 1024];
    private int _count;
    private int _payloadBytes;

    /// <summary>Room for a payload; fill it, then pass its offset and length in the record. Valid until the next call.</summary>
    public Span<byte> Reserve(int length, out int offset)
    {
        if (_payloadBytes + (long)length > _payloads.Length)
            Grow(_payloadBytes + (long)length);
        offset = _payloadBytes;
        _payloadBytes += length;
        return _payloads.AsSpan(offset, length);
    }

    public void Add(in EventRecord record)
    {
        if (_count == _records.Length)
            Array.Resize(ref _records, _records.Length * 2);
        _records[_count++] = record;
        if (((long)_count * RecordBytes) + _payloadBytes >= memoryBytes)
            Spill();
    }

    /// <summary>Ends adding; the runs, oldest first.</summary>
    public IReadOnlyList<EventRun> Finish()
    {
        if (_runs.Count == 0)
        {
            _runs.Add(new MemoryRun(_records, SortedOrder(), _payloads));
            return _runs;
        }
        if (_count > 0)
            Spill();
        return _runs;
    }

    private void Grow(long needed)
    {
        byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(needed, _payloads.Length * 2L)));
        _payloads.AsSpan(0, _payloadBytes).CopyTo(larger);
        _payloads = larger;
    }

    private void Spill()
    {
        try
        {
            _runs.Add(FileRun.Write(scratch.CreateFile("events"), _records, SortedOrder(), _payloads));
        }
        catch (IOException full)
        {
            throw new ScratchException($"a temporary file cannot be written: {full.Message}", full);
        }
        _count = 0;
        _payloadBytes = 0;
    }

    private int[] SortedOrder()
    {
        var keys = new SortKey[_count];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = new SortKey(_records[i].Seconds, _records[i].Nanoseconds, i);
        Array.Sort(keys);
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = keys[i].Index;
        return order;
    }

    private readonly record struct SortKey(long Seconds, int Nanoseconds, int Index) : IComparable<SortKey>
    {
        public int CompareTo(SortKey other)
        {
            if (Seconds != other.Seconds)
                return Seconds < other.Seconds ? -1 : 1;
            if (Nanoseconds != other.Nanoseconds)
                return Nanoseconds < other.Nanoseconds ? -1 : 1;
            return Index.CompareTo(other.Index);
        }
    }
}
