using System.Runtime.CompilerServices;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Text;

/// <summary>
/// What a writer has made of a long list of names, by its instance: thousands of images on one base own its layers, and the subjects of all their steps list
/// them in one instance (<see cref="EventSubject"/>). Bounded: when the budget is spent it starts anew.
/// </summary>
internal sealed class NameLists<T>(Func<IReadOnlyList<string>, T> encode, Func<T, int> sizeBytes, int budgetBytes = 64 << 20)
    where T : class
{
    private readonly Dictionary<IReadOnlyList<string>, T> _known = new(ByInstance.Comparer);
    private IReadOnlyList<string>? _lastNames;
    private T? _last;
    private long _usedBytes;

    public T this[IReadOnlyList<string> names]
    {
        get
        {
            if (!ReferenceEquals(names, _lastNames))
                (_lastNames, _last) = (names, Find(names));
            return _last!;
        }
    }

    private T Find(IReadOnlyList<string> names)
    {
        if (_known.TryGetValue(names, out T? value))
            return value;
        value = encode(names);
        _usedBytes += sizeBytes(value);
        if (_usedBytes > budgetBytes)
        {
            _known.Clear();
            _usedBytes = sizeBytes(value);
        }
        _known.Add(names, value);
        return value;
    }

    private sealed class ByInstance : IEqualityComparer<IReadOnlyList<string>>
    {
        public static readonly ByInstance Comparer = new();

        public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => ReferenceEquals(x, y);

        public int GetHashCode(IReadOnlyList<string> names) => RuntimeHelpers.GetHashCode(names);
    }
}
