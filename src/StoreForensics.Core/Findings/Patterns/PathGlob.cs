using System.Text;

namespace StoreForensics.Findings.Patterns;

/// <summary>
/// A pattern over the bytes of an absolute path: <c>*</c> is any run of bytes within a name, <c>**</c> any run at all, <c>?</c> one byte of a name. Matches the
/// whole path, in time proportional to path times pattern whatever either holds.
/// </summary>
internal sealed class PathGlob
{
    public const int MaxBytes = 512;

    private const byte Star = 1, DoubleStar = 2, One = 3, Literal = 0;

    private readonly byte[] _kinds;
    private readonly byte[] _bytes;
    private readonly byte[] _longestLiteral;
    private readonly int _prefixLength;
    private readonly int _suffixStart;

    /// <exception cref="FormatException">The pattern is empty, too long, or does not begin with <c>/</c> or <c>**</c>.</exception>
    public PathGlob(string text)
    {
        Text = text;
        byte[] raw = Encoding.UTF8.GetBytes(text);
        if (raw.Length is 0 or > MaxBytes)
            throw new FormatException($"a path pattern has 1 to {MaxBytes} bytes");
        if (raw[0] != '/' && !text.StartsWith("**", StringComparison.Ordinal))
            throw new FormatException("a path pattern begins with / or **");
        var kinds = new List<byte>();
        var bytes = new List<byte>();
        for (int i = 0; i < raw.Length; i++)
        {
            bool isDouble = raw[i] == '*' && i + 1 < raw.Length && raw[i + 1] == '*';
            kinds.Add(isDouble ? DoubleStar : raw[i] == '*' ? Star : raw[i] == '?' ? One : Literal);
            bytes.Add(raw[i]);
            i += isDouble ? 1 : 0;
        }
        (_kinds, _bytes) = ([.. kinds], [.. bytes]);
        _longestLiteral = LongestLiteral();
        _prefixLength = _kinds.AsSpan().IndexOfAnyExcept(Literal) is var end && end < 0 ? _bytes.Length : end;
        _suffixStart = _kinds.AsSpan().LastIndexOfAnyExcept(Literal) + 1;
    }

    public string Text { get; }

    /// <summary>Whether it has no wildcard.</summary>
    public bool IsLiteral => _prefixLength == _bytes.Length;

    /// <summary>The bytes before the first wildcard.</summary>
    public ReadOnlySpan<byte> Prefix => _bytes.AsSpan(0, _prefixLength);

    /// <summary>The bytes after the last wildcard.</summary>
    public ReadOnlySpan<byte> Suffix => _bytes.AsSpan(_suffixStart);

    /// <summary>Whether it is <c>**/</c> and a whole name.</summary>
    public bool IsName => _kinds[0] == DoubleStar && Suffix.Length == _kinds.Length - 1 && Suffix.Length > 1 && Suffix[0] == '/'
        && Suffix[1..].IndexOf((byte)'/') < 0;

    public bool Matches(ReadOnlySpan<byte> path)
    {
        // Nearly every path fails one of these, which cost next to nothing.
        if (!path.StartsWith(Prefix) || !path.EndsWith(Suffix) || path.IndexOf(_longestLiteral) < 0)
            return false;
        // Position i is alive when the first i parts of the pattern match what was read.
        int parts = _kinds.Length;
        Span<bool> alive = stackalloc bool[MaxBytes + 1];
        alive = alive[..(parts + 1)];
        alive.Clear();
        alive[0] = true;
        SkipStars(alive);
        foreach (byte b in path)
        {
            if (!Step(alive, b))
                return false;
        }
        return alive[parts];
    }

    private byte[] LongestLiteral()
    {
        ReadOnlySpan<byte> longest = default;
        for (int start = 0; start < _kinds.Length;)
        {
            int length = _kinds.AsSpan(start).IndexOfAnyExcept(Literal);
            length = length < 0 ? _kinds.Length - start : length;
            if (length > longest.Length)
                longest = _bytes.AsSpan(start, length);
            start += length + 1;
        }
        return longest.ToArray();
    }

    private bool Step(Span<bool> alive, byte b)
    {
        bool any = false;
        for (int i = _kinds.Length; i > 0; i--)
        {
            // Entered from the part before, or stayed in by a wildcard.
            bool now = (_kinds[i - 1], b) switch
            {
                (Literal, _) => alive[i - 1] && _bytes[i - 1] == b,
                (One, not (byte)'/') => alive[i - 1],
                (Star, not (byte)'/') => alive[i - 1] || alive[i],
                (DoubleStar, _) => alive[i - 1] || alive[i],
                _ => false,
            };
            alive[i] = now;
            any |= now;
        }
        alive[0] = false;
        if (any)
            SkipStars(alive);
        return any;
    }

    // A star also matches nothing.
    private void SkipStars(Span<bool> alive)
    {
        for (int i = 0; i < _kinds.Length; i++)
        {
            if (alive[i] && _kinds[i] is Star or DoubleStar)
                alive[i + 1] |= alive[i];
        }
    }
}
