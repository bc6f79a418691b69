using StoreForensics.Timeline;

namespace StoreForensics.Reports.Text;

/// <summary>
/// What a writer has made of an <see cref="EventSubject"/>, by <see cref="EventSubject.Index"/>: a layer's owners are spelled once, not once a file.
/// Bounded: when the budget is spent it starts anew.
/// </summary>
internal sealed class SubjectCache<T>(Func<EventSubject, T> encode, Func<T, int> sizeBytes, int budgetBytes = 64 << 20)
    where T : class
{
    private (EventSubject? Subject, T? Value)[] _slots = new (EventSubject?, T?)[64];
    private long _usedBytes;

    public T this[EventSubject subject]
    {
        get
        {
            int at = subject.Index;
            if ((uint)at < (uint)_slots.Length && ReferenceEquals(_slots[at].Subject, subject))
                return _slots[at].Value!;
            return Add(subject);
        }
    }

    private T Add(EventSubject subject)
    {
        T value = encode(subject);
        _usedBytes += sizeBytes(value);
        if (_usedBytes > budgetBytes)
        {
            Array.Clear(_slots);
            _usedBytes = sizeBytes(value);
        }
        if (subject.Index >= _slots.Length)
            Array.Resize(ref _slots, (int)Math.Min(Array.MaxLength, Math.Max(subject.Index + 1L, _slots.Length * 2L)));
        _slots[subject.Index] = (subject, value);
        return value;
    }
}
