namespace StoreForensics.Timeline;

/// <summary>Steps through several sorted runs as one: smallest time first, of equal times the older run first.</summary>
internal sealed class RunMerge : IDisposable
{
    private readonly IEventCursor[] _cursors;
    private readonly PriorityQueue<int, (long Seconds, int Nanoseconds, int Run)> _queue = new();
    private int _current = -1;

    public RunMerge(IReadOnlyList<EventRun> runs)
    {
        _cursors = [.. runs.Select(r => r.Open())];
        if (_cursors.Length > 1)
        {
            for (int i = 0; i < _cursors.Length; i++)
                Enqueue(i);
        }
    }

    /// <summary>The cursor that stands on the current event.</summary>
    public IEventCursor Current => _cursors[_current];

    public bool MoveNext()
    {
        if (_cursors.Length == 1)
            return _cursors[_current = 0].MoveNext();
        if (_current >= 0)
            Enqueue(_current);
        return _queue.TryDequeue(out _current, out _);
    }

    public void Dispose()
    {
        foreach (IEventCursor cursor in _cursors)
            cursor.Dispose();
    }

    private void Enqueue(int run)
    {
        if (!_cursors[run].MoveNext())
            return;
        ref readonly EventRecord record = ref _cursors[run].Record;
        _queue.Enqueue(run, (record.Seconds, record.Nanoseconds, run));
    }
}
