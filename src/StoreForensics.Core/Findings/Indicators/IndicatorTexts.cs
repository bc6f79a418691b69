using System.Buffers;

namespace StoreForensics.Findings.Indicators;

/// <summary>Finds domains, addresses and texts of the lists in a text: all in one pass, whatever their number.</summary>
internal sealed class IndicatorTexts
{
    private readonly SearchValues<string> _needles;
    private readonly Dictionary<char, List<Indicator>> _byFirst = [];

    public IndicatorTexts(IEnumerable<Indicator> indicators)
    {
        var values = new List<string>();
        foreach (Indicator indicator in indicators.Where(i => i.Kind is IndicatorKind.Domain or IndicatorKind.Address or IndicatorKind.Text))
        {
            values.Add(indicator.Value);
            char first = char.ToLowerInvariant(indicator.Value[0]);
            if (!_byFirst.TryGetValue(first, out List<Indicator>? list))
                _byFirst[first] = list = [];
            list.Add(indicator);
        }
        IsEmpty = values.Count == 0;
        _needles = SearchValues.Create(values.ToArray(), StringComparison.OrdinalIgnoreCase);
    }

    public bool IsEmpty { get; }

    public bool MayFind(ReadOnlySpan<char> text) => !IsEmpty && text.ContainsAny(_needles);

    /// <summary>Each indicator that is in the text, once.</summary>
    public IReadOnlyList<Indicator> Find(string text)
    {
        var found = new List<Indicator>();
        for (int at = 0; at < text.Length;)
        {
            int next = text.AsSpan(at).IndexOfAny(_needles);
            if (next < 0)
                break;
            at += next;
            foreach (Indicator indicator in _byFirst.GetValueOrDefault(char.ToLowerInvariant(text[at])) ?? [])
            {
                if (text.AsSpan(at).StartsWith(indicator.Value, StringComparison.OrdinalIgnoreCase) && IsWhole(indicator, text, at)
                    && !found.Contains(indicator))
                    found.Add(indicator);
            }
            at++;
        }
        return found;
    }

    // A domain may be the end of a longer one; an address may not be a part of a number.
    private static bool IsWhole(Indicator indicator, string text, int at)
    {
        int end = at + indicator.Value.Length;
        char before = at > 0 ? text[at - 1] : ' ', after = end < text.Length ? text[end] : ' ', second = end + 1 < text.Length ? text[end + 1] : ' ';
        return indicator.Kind switch
        {
            IndicatorKind.Domain => !char.IsAsciiLetterOrDigit(before) && before is not ('-' or '_') && !char.IsAsciiLetterOrDigit(after) && after is not '-'
                && !(after == '.' && char.IsAsciiLetterOrDigit(second)),
            IndicatorKind.Address => !char.IsAsciiLetterOrDigit(before) && before is not '.' && !char.IsAsciiLetterOrDigit(after)
                && !(after is '.' or ':' && indicator.Value.Contains(after, StringComparison.Ordinal) && char.IsAsciiHexDigit(second)),
            _ => true,
        };
    }
}
