using System.Buffers;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Layouts;

/// <summary>Finds what a pattern of <see cref="LayoutPlace"/> stands for.</summary>
internal static class LayoutPattern
{
    // Names looked at for one pattern: examples come first, and a count past it is left out.
    private const int MostNames = 100_000;
    private const int ShortestId = 12;

    // Before what follows an unknown name that is an id.
    private const char IdMark = '\0';

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");
    private static readonly string[] s_ids = ["image", "config", "container", "chain"];

    /// <summary>The first in byte order whose names in braces are the example's, as far as the store has such.</summary>
    public static int First(LayoutScope scope, string pattern)
    {
        int left = MostNames;
        return Matches(scope.Tree, scope.Root, Segments(pattern, scope.Names), 0, ref left) is [var first, ..] ? first : EvidenceTree.None;
    }

    /// <summary>How many there are whatever their names; null when there is too much to look at, or names do not tell one kind from another.</summary>
    public static int? Count(LayoutScope scope, string pattern)
    {
        if (LayerRoleOf(pattern) is { } role)
            return scope.Inventory.Layers.Count(l => l.Store == scope.Store && l.Role == role);
        // Configurations are blobs as others are, and beside volumes there are files of other kinds.
        if (pattern.EndsWith("{config}", StringComparison.Ordinal) || pattern.EndsWith("{volume}", StringComparison.Ordinal))
            return null;
        int left = MostNames;
        int count = Matches(scope.Tree, scope.Root, Segments(pattern, null), 0, ref left, all: true).Count;
        return left > 0 ? count : null;
    }

    /// <summary>How many names of a path, given from the root, a pattern tells of; 0 where it is not about the path. What lies below a place is
    /// the place's.</summary>
    public static int Covers(string pattern, string[] path)
    {
        (string Before, string? After)[] segments = Segments(pattern, null);
        if (segments.Length > path.Length)
            return 0;
        for (int i = 0; i < segments.Length; i++)
        {
            if (!IsMatch(path[i], segments[i]))
                return 0;
        }
        return segments.Length;
    }

    /// <summary>As a place is shown that the evidence does not have: names that would differ in braces.</summary>
    public static string Shown(string pattern, LayoutNames names) => pattern.Replace("{driver}", names["driver"] ?? "{driver}", StringComparison.Ordinal);

    // Layers of all roles lie beside each other.
    private static LayerRole? LayerRoleOf(string pattern) => pattern.Contains("{layer}", StringComparison.Ordinal) ? LayerRole.Image
        : pattern.Contains("{own}", StringComparison.Ordinal) ? LayerRole.Container : pattern.Contains("{init}", StringComparison.Ordinal) ? LayerRole.ContainerInit : null;

    // Each name as what is before and after its one unknown part; after is null where there is none.
    private static (string Before, string? After)[] Segments(string pattern, LayoutNames? names) => [.. pattern.Split('/').Select(s => Segment(s, names))];

    private static (string Before, string? After) Segment(string segment, LayoutNames? names)
    {
        int open = segment.IndexOf('{', StringComparison.Ordinal), close = segment.IndexOf('}', StringComparison.Ordinal);
        if (open >= 0 && close > open)
            return names?[segment[(open + 1)..close]] is { } known ? (segment[..open] + known + segment[(close + 1)..], null)
                : (segment[..open], (s_ids.Contains(segment[(open + 1)..close]) ? IdMark.ToString() : "") + segment[(close + 1)..]);
        int star = segment.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? (segment, null) : (segment[..star], segment[(star + 1)..]);
    }

    private static bool IsMatch(string name, (string Before, string? After) segment) => segment.After is not { } after ? name == segment.Before
        : name.Length > segment.Before.Length + after.TrimStart(IdMark).Length && name.StartsWith(segment.Before, StringComparison.Ordinal)
            && name.EndsWith(after.TrimStart(IdMark), StringComparison.Ordinal)
            && (after is not [IdMark, ..] || IsId(name.AsSpan()[segment.Before.Length..^(after.Length - 1)]));

    // Beside images and containers named by their ids there are directories of other names.
    private static bool IsId(ReadOnlySpan<char> name) => name.Length >= ShortestId && !name.ContainsAnyExcept(s_digits);

    // Depth is that of the pattern.
    private static List<int> Matches(EvidenceTree tree, int at, (string Before, string? After)[] segments, int depth, ref int left, bool all = false)
    {
        if (depth == segments.Length)
            return [at];
        if (segments[depth].After is null)
        {
            int child = tree.Child(at, Encoding.UTF8.GetBytes(segments[depth].Before));
            return child == EvidenceTree.None ? [] : Matches(tree, child, segments, depth + 1, ref left, all);
        }
        List<int> found = [];
        foreach (int child in tree.Children(at))
        {
            if (--left < 0 || (!all && found.Count > 0))
                break;
            if (IsMatch(Encoding.UTF8.GetString(tree.Name(child)), segments[depth]))
                found.AddRange(Matches(tree, child, segments, depth + 1, ref left, all));
        }
        return found;
    }
}
