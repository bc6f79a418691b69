using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>An entry of a view with its path. <see cref="Path"/> is valid until the enumeration goes on.</summary>
public readonly record struct ListedEntry(ReadOnlyMemory<byte> Path, ViewEntry Entry);

/// <summary>Lists a view: what a path is, what a directory holds, or everything below
/// it; names in byte order, parents first, no link followed, no recursion.</summary>
public static class ViewListing
{
    /// <summary>A file's own entry, or what a directory holds.</summary>
    /// <exception cref="UsageException">The path is not in the view.</exception>
    public static IEnumerable<ListedEntry> Of(ViewDirectory root, ReadOnlySpan<byte> path, bool recursive)
    {
        var at = new PathBuffer();
        ViewDirectory directory = root;
        ViewEntry? file = Descend(ref directory, path, at, out string? missing);
        if (missing is not null)
            throw new UsageException(missing);
        return file is ViewEntry entry ? [new ListedEntry(at.Memory, entry)] : Walk(directory, at, recursive);
    }

    /// <summary>The same of a layer whose driver keeps whole trees: what differs from the layer below.</summary>
    /// <exception cref="UsageException">The path is not in the layer's tree.</exception>
    public static IEnumerable<ListedEntry> OfChanges(Layer layer, ReadOnlySpan<byte> path, bool recursive)
    {
        var at = new PathBuffer();
        ViewDirectory directory = ViewDirectory.OwnRootOf(layer)!;
        ViewEntry? file = Descend(ref directory, path, at, out string? missing);
        if (missing is not null)
            throw new UsageException(missing);
        return Changes(layer, at.Length == 0 ? [] : at.Memory.ToArray(), file is null, recursive);
    }

    /// <summary>The entry of a path that shows, the root's own for <c>/</c>.</summary>
    /// <exception cref="UsageException">The path is not in the view.</exception>
    public static ViewEntry Find(ViewDirectory root, ReadOnlySpan<byte> path)
    {
        ViewEntry? found = Find(root, path, out string? missing);
        return found ?? throw new UsageException(missing!);
    }

    /// <summary>The same with its path as the view spells it: absolute, no empty names or dots.</summary>
    /// <exception cref="UsageException">The path is not in the view.</exception>
    public static ListedEntry FindListed(ViewDirectory root, ReadOnlySpan<byte> path)
    {
        ViewDirectory directory = root;
        var at = new PathBuffer();
        ViewEntry? file = Descend(ref directory, path, at, out string? missing);
        return missing is null ? new ListedEntry(at.Memory, file ?? directory.Top) : throw new UsageException(missing);
    }

    /// <summary>The same, or null when the view has no such path.</summary>
    public static ViewEntry? TryFind(ViewDirectory root, ReadOnlySpan<byte> path) => Find(root, path, out _);

    private static ViewEntry? Find(ViewDirectory root, ReadOnlySpan<byte> path, out string? missing)
    {
        ViewDirectory directory = root;
        ViewEntry? file = Descend(ref directory, path, new PathBuffer(), out missing);
        return missing is null ? file ?? directory.Top : null;
    }

    // Null when the path ends at a directory, which is then that one, or when it leads nowhere, which is then said.
    private static ViewEntry? Descend(ref ViewDirectory directory, ReadOnlySpan<byte> path, PathBuffer at, out string? missing)
    {
        missing = null;
        while (Next(ref path) is { Length: > 0 } name)
        {
            if (directory.Lookup(name) is not ViewEntry entry)
            {
                missing = $"{Shown(at, name)}: no such path in this view";
                return null;
            }
            at.Push(name);
            if (entry.IsDirectory)
            {
                directory = directory.Enter(name)!;
                continue;
            }
            if (Next(ref path).Length == 0)
                return entry;
            missing = $"{DisplayText.Escape(at.Memory.Span)} is a {Kind(entry)}; links are not followed";
            return null;
        }
        return null;
    }

    private static IEnumerable<ListedEntry> Changes(Layer layer, byte[] path, bool isDirectory, bool recursive)
    {
        foreach (FileChange change in LayerChanges.Of(layer))
        {
            ReadOnlyMemory<byte> own = change.PathBytes;
            bool isBelow = own.Length > path.Length && own.Span.StartsWith(path) && own.Span[path.Length] == (byte)'/';
            bool isListed = isDirectory ? isBelow && (recursive || own.Span[(path.Length + 1)..].IndexOf((byte)'/') < 0) : own.Span.SequenceEqual(path);
            if (isListed && change.Change != 'D')
                yield return new ListedEntry(own, new ViewEntry(change.Layer, change.Node));
        }
    }

    private static string Kind(ViewEntry entry) =>
        Evidence.EntryKinds.Name(entry.Facts.Kind) + (entry.Tree.LinkTarget(entry.Node) is { IsEmpty: false } target ? $" to {DisplayText.Escape(target)}"
            : "");

    private static string Shown(PathBuffer at, ReadOnlySpan<byte> name) => (at.Length == 0 ? "" : DisplayText.Escape(at.Memory.Span)) + "/"
        + DisplayText.Escape(name);

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
