using StoreForensics.Timeline;

namespace StoreForensics.Reports.Text;

/// <summary>Tells lists of names that many subjects are likely to share, and that are worth keeping apart from the rest of a subject.</summary>
internal static class LongNames
{
    private const int Fewest = 32;

    public static bool Are(IReadOnlyList<string> names) => names.Count >= Fewest;

    public static bool HasAny(EventSubject subject) => Are(subject.Images) || Are(subject.ImageIds) || Are(subject.Containers) || Are(subject.ContainerIds);
}
