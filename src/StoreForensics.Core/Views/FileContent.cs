using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>
/// Where the bytes of a file of a view lie: with the file itself, or, of one whose metadata alone was copied up (overlayfs <c>metacopy</c>, the kernel's
/// Documentation/filesystems/overlayfs.rst, "Metadata only copy up"), with the version below that has them.
/// </summary>
public static class FileContent
{
    // As many as the kernel stacks layers.
    private const int MaxSteps = 500;

    /// <summary>Whether the layer holds the file's metadata alone.</summary>
    public static bool IsElsewhere(ViewEntry entry) => IsMetadataOnly(entry) && Object(entry) is null;

    /// <summary>The version that has the bytes; null where none of the layers in reach has.</summary>
    public static ViewEntry? Of(ViewEntry entry)
    {
        for (int steps = 0; IsMetadataOnly(entry); steps++)
        {
            if (Object(entry) is { } held)
                return held;
            if (steps == MaxSteps || Below(entry) is not { } below || below.Facts.Kind != EntryKind.File)
                return null;
            entry = below;
        }
        return entry;
    }

    private static bool IsMetadataOnly(ViewEntry entry) =>
        entry.Facts.Kind == EntryKind.File && entry.Layer.Files!.Whiteouts.IsMetadataOnly(entry.Tree, entry.Node);

    // Among the objects of the layer, where it has any (overlayfs.rst, "Data-only lower layers").
    private static ViewEntry? Object(ViewEntry entry)
    {
        LayerFiles files = entry.Layer.Files!;
        if (files.Objects is not { Files: { } objects } held)
            return null;
        ReadOnlySpan<byte> redirect = files.Whiteouts.Redirect(files.Tree, entry.Node).TrimStart((byte)'/');
        int node = redirect.IsEmpty ? EvidenceTree.None : objects.Tree.Find(objects.Root, redirect);
        return node != EvidenceTree.None && objects.Tree[node].Kind == EntryKind.File ? new ViewEntry(held, node) : null;
    }

    // The same name in the directory as it shows below this layer, or where the file says that it was before it was renamed.
    private static ViewEntry? Below(ViewEntry entry)
    {
        LayerFiles files = entry.Layer.Files!;
        byte[] path = files.Tree.PathOf(entry.Node, files.Root).Bytes.ToArray();
        ReadOnlySpan<byte> redirect = files.Whiteouts.Redirect(files.Tree, entry.Node);
        if (redirect.StartsWith("/"u8))
            return Walk(ViewDirectory.RootOf(entry.Layer.Parent), redirect[1..])?.Lookup(Last(redirect));
        ReadOnlySpan<byte> name = redirect.IsEmpty ? Last(path) : redirect;
        return Walk(ViewDirectory.RootOf(entry.Layer), path)?.LookupBelow(entry.Layer, name);
    }

    private static ViewDirectory? Walk(ViewDirectory? at, ReadOnlySpan<byte> path)
    {
        for (int slash = path.IndexOf((byte)'/'); slash >= 0 && at is not null; slash = path.IndexOf((byte)'/'))
        {
            at = at.Enter(path[..slash]);
            path = path[(slash + 1)..];
        }
        return at;
    }

    private static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];
}
