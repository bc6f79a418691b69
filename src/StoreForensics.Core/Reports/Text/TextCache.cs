
namespace StoreForensics.Reports.Text;

/// <summary>
/// What a writer has made of a short text that comes again and again (<c>timestamp_desc</c>, <c>tag</c>). Bounded: past the limit it starts anew.
/// </summary>
internal sealed class TextCache<T>(Func<string, T> encode)
{
    private const int Limit = 4096;

    private readonly Dictionary<string, T> _known = new(StringComparer.Ordinal);
    private string? _lastText;
    private T _last = default!;

    public T this[string text]
    {
        get
        {
            if (ReferenceEquals(text, _lastText))
                return _last;
            if (!_known.TryGetValue(text, out T? value))
            {
                if (_known.Count >= Limit)
                    _known.Clear();
                value = encode(text);
                _known.Add(text, value);
            }
            (_lastText, _last) = (text, value);
            return value;
        }
    }
}
