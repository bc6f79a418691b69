namespace StoreForensics.Timeline;

/// <summary>The texts of <c>timestamp_desc</c>, each held once; records carry their number.</summary>
internal sealed class TimeMeanings
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, ushort> _numbers = [];

    public string this[ushort number] => _texts[number];

    public ushort IndexOf(string text)
    {
        if (!_numbers.TryGetValue(text, out ushort number))
        {
            number = checked((ushort)_texts.Count);
            _texts.Add(text);
            _numbers[text] = number;
        }
        return number;
    }
}
