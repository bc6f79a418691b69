using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>A section of the metadata's text: names and their values, which are sections, strings, numbers (as <see cref="long"/>) or lists of those.</summary>
internal sealed class LvmSection
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Sections in it, in the text's order.</summary>
    public IEnumerable<(string Name, LvmSection Section)> Sections =>
        _order.Select(n => (n, _values[n] as LvmSection)).Where(p => p.Item2 is not null).Select(p => (p.n, p.Item2!));

    /// <summary>The first of a name counts.</summary>
    public void Add(string name, object value)
    {
        if (_values.TryAdd(name, value))
            _order.Add(name);
    }

    public LvmSection? Section(string name) => _values.GetValueOrDefault(name) as LvmSection;

    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    /// <summary>Empty when there is none. A single value is a list too.</summary>
    public IReadOnlyList<object> List(string name) => _values.GetValueOrDefault(name) switch
    {
        IReadOnlyList<object> list => list,
        string or long => [_values[name]],
        _ => [],
    };

    /// <exception cref="EvidenceFormatException">It is missing, no number, or outside of the bounds.</exception>
    public long Number(string name, long least, long most) =>
        _values.GetValueOrDefault(name) is long number && number >= least && number <= most ? number
            : throw new EvidenceFormatException(PartitionProblems.BadMetadata, $"'{name}' is missing or no number from {least} to {most}");
}
