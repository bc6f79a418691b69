using System.Globalization;

namespace StoreForensics.Ingest.Disks.Raw;

/// <summary>
/// How the pieces of a file are told apart by the end of their names: <c>.001</c>, or as split(1) does, <c>.aa</c>, <c>.ab</c> to <c>.zz</c>, each from 0.
/// </summary>
/// <param name="Stem">What all begin with, the dot too.</param>
/// <param name="Width">Characters behind it.</param>
/// <param name="IsLetters">Whether they are letters.</param>
internal readonly record struct PieceNames(string Stem, int Width, bool IsLetters)
{
    private const int Letters = 26;

    /// <summary>Of a piece's name; null for a name of another kind.</summary>
    public static PieceNames? Of(string name)
    {
        int dot = name.LastIndexOf('.');
        string end = name[(dot + 1)..];
        if (dot <= 0)
            return null;
        // Three digits at least, so that an ending like .1 of a rotated file is none.
        if (end.Length is 3 or 4 && end.All(char.IsAsciiDigit))
            return new PieceNames(name[..(dot + 1)], end.Length, IsLetters: false);
        return end.Length is 2 or 3 && end.All(char.IsAsciiLetterLower) ? new PieceNames(name[..(dot + 1)], end.Length, IsLetters: true) : null;
    }

    /// <summary>The pieces among names that begin with the stem, in order. Of letters those that follow each other from the first: many words
    /// are letters.</summary>
    public List<(int Number, string Name)> Among(IEnumerable<string> names)
    {
        var found = new List<(int Number, string Name)>();
        foreach (string name in names)
        {
            if (Number(name) is int number)
                found.Add((number, name));
        }
        found.Sort();
        return IsLetters ? [.. found.TakeWhile((n, i) => n.Number == i)] : found;
    }

    /// <summary>The number of a piece; null for another name.</summary>
    public int? Number(string name)
    {
        if (name.Length != Stem.Length + Width || !name.StartsWith(Stem, StringComparison.Ordinal))
            return null;
        int number = 0;
        foreach (char c in name.AsSpan(Stem.Length))
        {
            if (IsLetters ? !char.IsAsciiLetterLower(c) : !char.IsAsciiDigit(c))
                return null;
            number = IsLetters ? (number * Letters) + (c - 'a') : (number * 10) + (c - '0');
        }
        return number;
    }

    /// <summary>The name of a piece.</summary>
    public string Spell(int number)
    {
        if (!IsLetters)
            return Stem + number.ToString(CultureInfo.InvariantCulture).PadLeft(Width, '0');
        char[] end = new char[Width];
        for (int i = Width - 1; i >= 0; i--, number /= Letters)
            end[i] = (char)('a' + (number % Letters));
        return Stem + new string(end);
    }
}
