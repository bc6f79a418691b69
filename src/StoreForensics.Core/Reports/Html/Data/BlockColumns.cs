using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace StoreForensics.Reports.Html.Data;

/// <summary>Columns of one block of events, each a list that is cleared and filled again; little-endian on the way out, as browsers' arrays are.</summary>
internal sealed class BlockColumn<T>(int capacity)
    where T : unmanaged
{
    private readonly List<T> _values = new(capacity);

    public void Add(T value) => _values.Add(value);

    public void Clear() => _values.Clear();

    public void WriteTo(IBufferWriter<byte> target) => target.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_values)));
}

/// <summary>A column of texts: all of them one behind the other, a line feed between, and how long each is in UTF-16 units, the browser's measure.</summary>
internal sealed class TextColumn(int capacity)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(capacity * 32);

    public BlockColumn<ushort> Lengths { get; } = new(capacity);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Adds a text without line feeds, at most 65,535 units long.</summary>
    public void Add(string text)
    {
        Lengths.Add(checked((ushort)text.Length));
        int written = Encoding.UTF8.GetBytes(text, _bytes.GetSpan((text.Length * 3) + 1));
        _bytes.Advance(written);
        _bytes.Write("\n"u8);
    }

    public void Clear()
    {
        Lengths.Clear();
        _bytes.ResetWrittenCount();
    }
}

/// <summary>Texts that many events of a block share, each once; a column holds their places.</summary>
internal sealed class SharedTexts(int capacity)
{
    private readonly Dictionary<string, ushort> _places = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>For "no text".</summary>
    public const ushort None = ushort.MaxValue;

    public IReadOnlyList<string> Texts => _texts;

    public BlockColumn<ushort> Places { get; } = new(capacity);

    public void AddNone() => Places.Add(None);

    public void Add(string text)
    {
        if (!_places.TryGetValue(text, out ushort place))
        {
            place = (ushort)_texts.Count;
            _places.Add(text, place);
            _texts.Add(text);
        }
        Places.Add(place);
    }

    public void Clear()
    {
        _places.Clear();
        _texts.Clear();
        Places.Clear();
    }
}
