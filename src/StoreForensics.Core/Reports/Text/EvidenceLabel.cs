using StoreForensics.Cases;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Text;

/// <summary>Tells hosts apart in reports for people: where a case has several evidences, what is named is named with its own.</summary>
internal static class EvidenceLabel
{
    private const int Few = 3;

    /// <summary><c>web</c>; in a case of several evidences <c>web · host1.tar</c>.</summary>
    public static string Label(this Case subject, string name, string evidence) => subject.Evidence.Count > 1 ? $"{name} · {evidence}" : name;

    /// <summary>What the case is about, for titles: the names of its first evidences, without the folders that the examiner keeps them in.</summary>
    public static string EvidenceNames(this Case subject) =>
        string.Join(", ", subject.Evidence.Take(Few).Select(e => LastOf(e.Name))) + (subject.Evidence.Count > Few ? ", …" : "");

    /// <summary>Where a fact stands, in a case of several evidences with the evidence's name before it.</summary>
    public static string Place(this Case subject, Origin origin) => subject.Evidence.Count > 1 && !origin.Path.IsEmpty ? $"{origin.Evidence}: {origin}"
        : origin.ToString();

    private static string LastOf(string path)
    {
        string trimmed = path.TrimEnd('/', '\\');
        string last = trimmed[(trimmed.LastIndexOfAny(['/', '\\']) + 1)..];
        return last.Length == 0 || last is "." or ".." ? path : last;
    }
}
