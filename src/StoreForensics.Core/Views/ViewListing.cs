using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>An entry of a view with its path. <see cref="Path"/> is valid until the enumeration goes on.</summary>
public readonly record struct ListedEntry(ReadOnlyMemory<byte> Path, ViewEntry Entry);

/// <summary>Lists a view: what a path is, what a directory holds, or everything below it; names in byte order, parents first, no link followed, no recursion.</summary>
public static class ViewListing
{
    /// <summary>A file's own entry, or what a directory holds.</summary>
    /// <exception cref="UsageException">The path is not in the view.</exception>
    public static IEnumerable<ListedEntry> Of(ViewDirectory root, ReadOnlySpan<byte> path, bool recursive)
    {
        var at = new PathBuffer();
        ViewDirectory directory = root;
        return Descend(ref directory, path, at) is ViewEntry file ? [new ListedEntry(at.Memory, file)] : Walk(directory, at, recursive);
    }

    /// <summary>The entry of a path that shows, the root's own for <c>/</c>.</summary>
    /// <exception cref="UsageException">The path is not in the view.</exception>
    public static ViewEntry Find(ViewDirectory root, ReadOnlySpan<byte> path)
    {
        ViewDirectory directory = root;
        return Descend(ref directory, path, new PathBuffer()) ?? directory.Top;
    }

    // Null when the path ends at a directory, which is then that one.
    private static ViewEntry? Descend(ref ViewDirectory directory, ReadOnlySpan<byte> path, PathBuffer at)
    {
        while (Next(ref path) is { Length: > 0 } name)
        {
            ViewEntry entry = directory.Lookup(name) ?? throw new UsageException($"{Shown(at, name)}: no such path in this view");
            at.Push(name);
            if (entry.IsDirectory)
                directory = directory.Enter(name)!;
            else if (Next(ref path).Length == 0)
                return entry;
            else
                throw new UsageException($"{DisplayText.Escape(at.Memory.Span)} is a {Kind(entry)}; links are not followed");
        }
        return null;
    }

    private static string Kind(ViewEntry entry) =>
        Evidence.EntryKinds.Name(entry.Facts.Kind) + (entry.Tree.LinkTarget(entry.Node) is { IsEmpty: false } target ? $" to {DisplayText.Escape(target)}" : "");

    private static string Shown(PathBuffer at, ReadOnlySpan<byte> name) => (at.Length == 0 ? "" : DisplayText.Escape(at.Memory.Span)) + "/" + DisplayText.Escape(name);

    // The next name of a path; `.` and empty ones are passed over, `..` is a name like any other: no view holds it.
    private static byte[] Next(ref ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
                return name.ToArray();
        }
        return [];
    }

    private static IEnumerable<ListedEntry> Walk(ViewDirectory root, PathBuffer path, bool recursive)
    {
        var frames = new Stack<(ViewDirectory Directory, IReadOnlyList<ViewEntry> Entries, int Next, int PathLength)>();
        frames.Push((root, root.Entries(), 0, path.Length));
        while (frames.TryPop(out var frame))
        {
            if (frame.Next >= frame.Entries.Count)
                continue;
            ViewEntry entry = frame.Entries[frame.Next];
            frames.Push(frame with { Next = frame.Next + 1 });
            path.Truncate(frame.PathLength);
            path.Push(entry.Name);
            int length = path.Length;
            yield return new ListedEntry(path.Memory, entry);
            if (recursive && entry.IsDirectory && frame.Directory.Enter(entry.Name) is { } inside)
                frames.Push((inside, inside.Entries(), 0, length));
        }
    }
}
