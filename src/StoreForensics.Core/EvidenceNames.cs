using System.Globalization;

namespace StoreForensics;

/// <summary>
/// What each evidence of a case is called: its path as typed. Everything told of an evidence carries that name, so one that comes twice in a call
/// is told apart: <c>host.tar</c>, <c>host.tar#2</c>.
/// </summary>
public static class EvidenceNames
{
    /// <summary>In the order of the paths.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        // A path that is typed must keep its own name, even if it looks like another's second.
        var taken = new HashSet<string>(paths, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. paths.Select(path => seen.Add(path) ? path : Numbered(path, taken))];
    }

    private static string Numbered(string path, HashSet<string> taken)
    {
        for (int number = 2; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{path}#{number}");
            if (taken.Add(name))
                return name;
        }
    }
}
