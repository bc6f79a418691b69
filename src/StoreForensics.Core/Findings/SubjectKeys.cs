using System.Runtime.CompilerServices;

namespace StoreForensics.Findings;

/// <summary>
/// Numbers lists of subjects: equal lists have one number, and an instance that was asked for before is not spelled again. A layer that thousands of images
/// share has a list of thousands of names, and its files and steps have findings by the hundred.
/// </summary>
internal sealed class SubjectKeys
{
    private readonly Dictionary<string, int> _bySpelling = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<IReadOnlyList<string>, object> _byInstance = [];
    private readonly List<string> _spellings = [];

    /// <summary>The number of the list; the list must not change.</summary>
    public int Of(IReadOnlyList<string> subjects)
    {
        if (subjects.Count == 1)
            return Number(subjects[0]);
        if (_byInstance.TryGetValue(subjects, out object? known))
            return (int)known;
        int number = Number(string.Join('\n', subjects));
        _byInstance.Add(subjects, number);
        return number;
    }

    /// <summary>The subjects of a number, joined by line feeds: what they are ordered by.</summary>
    public string Spelling(int number) => _spellings[number];

    private int Number(string spelling)
    {
        if (!_bySpelling.TryGetValue(spelling, out int number))
        {
            _bySpelling[spelling] = number = _spellings.Count;
            _spellings.Add(spelling);
        }
        return number;
    }
}
