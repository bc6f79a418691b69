
namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>Endings of segment files: <c>.E01</c> to <c>.E99</c>, <c>.EAA</c> to <c>.EZZ</c>,
/// <c>.FAA</c> and so on; the letters in the case of the first file's.</summary>
internal static class EwfNames
{
    /// <summary>The ending of a segment, without the dot.</summary>
    /// <param name="first">The letter that the first begins with: <c>E</c>, <c>e</c>, <c>S</c>.</param>
    /// <param name="number">1 for the first.</param>
    public static string? Ending(char first, int number)
    {
        if (number < 100)
            return $"{first}{number / 10}{number % 10}";
        char a = char.IsAsciiLetterUpper(first) ? 'A' : 'a';
        int rest = number - 100, letter = first - a + rest / (26 * 26);
        return letter >= 26 ? null : new string([(char)(a + letter), (char)(a + rest / 26 % 26), (char)(a + rest % 26)]);
    }

    /// <summary>The segment's number that a name stands for; null for no such name.</summary>
    public static int? Number(char first, string ending)
    {
        if (ending.Length != 3)
            return null;
        if (ending[0] == first && char.IsAsciiDigit(ending[1]) && char.IsAsciiDigit(ending[2]))
            return (ending[1] - '0') * 10 + ending[2] - '0';
        char a = char.IsAsciiLetterUpper(first) ? 'A' : 'a';
        int l0 = ending[0] - first, l1 = ending[1] - a, l2 = ending[2] - a;
        return l0 < 0 || ending[0] - a >= 26 || l1 is < 0 or >= 26 || l2 is < 0 or >= 26 ? null : 100 + l0 * 26 * 26 + l1 * 26 + l2;
    }
}
