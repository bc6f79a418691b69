using System.Buffers;
using System.Text.RegularExpressions;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Patterns;

/// <summary>What a pattern asks of a text. Null or empty asks nothing; all that is asked must hold.</summary>
internal sealed record TextCondition
{
    /// <summary>Which texts; none means all.</summary>
    public TextKind Kinds { get; init; }

    /// <summary>One of these must be in the text, whatever the case; tried before the patterns, which cost more. Null asks nothing.</summary>
    public SearchValues<string>? Words { get; init; }

    /// <summary>What <see cref="Words"/> was made of.</summary>
    public IReadOnlyList<string> WordList { get; init; } = [];

    /// <summary>One of these must match.</summary>
    public IReadOnlyList<LinearRegex> Any { get; init; } = [];

    /// <summary>None of these may match.</summary>
    public IReadOnlyList<LinearRegex> None { get; init; } = [];

    /// <summary>For texts of files: one of these must match the path. Other texts pass.</summary>
    public IReadOnlyList<PathGlob> Paths { get; init; } = [];

    public bool Takes(TextKind kind) => Kinds == TextKind.None || (Kinds & kind) != 0;

    /// <summary>Whether it holds; <paramref name="match"/> is the first match, null where nothing is to be matched.</summary>
    public bool Holds(in TextSight text, out Match? match)
    {
        match = null;
        if (!Takes(text.Kind) || (text.Path is { } path && Paths.Count > 0 && !IsAt(path)))
            return false;
        if (Words is not null && !text.Text.AsSpan().ContainsAny(Words))
            return false;
        if (Any.Count > 0 && (match = First(text.Text)) is null)
            return false;
        foreach (LinearRegex pattern in None)
        {
            if (pattern.IsMatch(text.Text))
                return false;
        }
        return true;
    }

    private Match? First(string text)
    {
        foreach (LinearRegex pattern in Any)
        {
            Match match = pattern.Match(text);
            if (match.Success)
                return match;
        }
        return null;
    }

    private bool IsAt(EvidencePath path)
    {
        foreach (PathGlob glob in Paths)
        {
            if (glob.Matches(path.Bytes))
                return true;
        }
        return false;
    }
}
