namespace StoreForensics.EndToEnd.Support;

/// <summary>Collects every difference between the program and the truth, so that one failure tells all of them.</summary>
internal sealed class Disagreements
{
    private const int Shown = 60;
    private readonly List<string> _lines = [];

    public int Compared { get; private set; }

    public void Same(string what, object? expected, object? actual)
    {
        Compared++;
        if (!Equals(expected, actual))
            _lines.Add($"{what}: the engine says {Quote(expected)}, the program {Quote(actual)}");
    }

    public void SameList(string what, IEnumerable<string> expected, IEnumerable<string> actual) =>
        Same(what, string.Join(" | ", expected), string.Join(" | ", actual));

    /// <summary>Compares as sets (with multiplicity), naming what is missing and what is too much.</summary>
    public void SameSet(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        Compared++;
        var rest = actual.ToList();
        foreach (string item in expected)
        {
            if (!rest.Remove(item))
                _lines.Add($"{what}: missing {item}");
        }
        _lines.AddRange(rest.Select(item => $"{what}: too much {item}"));
    }

    /// <summary>As <see cref="SameSet"/> for many items: by sorting, not by searching.</summary>
    public void SameSortedSet(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        Compared++;
        string[] left = [.. expected.Order(StringComparer.Ordinal)];
        string[] right = [.. actual.Order(StringComparer.Ordinal)];
        for (int i = 0, k = 0; i < left.Length || k < right.Length;)
        {
            int order = i == left.Length ? 1 : k == right.Length ? -1 : string.CompareOrdinal(left[i], right[k]);
            if (order < 0)
                _lines.Add($"{what}: missing {RawBytes.Show(left[i])}");
            else if (order > 0)
                _lines.Add($"{what}: too much {RawBytes.Show(right[k])}");
            i += order <= 0 ? 1 : 0;
            k += order >= 0 ? 1 : 0;
        }
    }

    public void True(string what, bool holds)
    {
        Compared++;
        if (!holds)
            _lines.Add(what);
    }

    public void AssertNone(int atLeast = 1)
    {
        Assert.That(Compared, Is.GreaterThanOrEqualTo(atLeast), "too little was compared for the test to mean anything");
        if (_lines.Count == 0)
            return;
        string more = _lines.Count > Shown ? $"\n… and {_lines.Count - Shown} more" : "";
        Assert.Fail($"{_lines.Count} disagreements in {Compared} comparisons:\n" + string.Join('\n', _lines.Take(Shown)) + more);
    }

    private static string Quote(object? value) => value is null ? "null" : $"\"{value}\"";
}
