using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Verification;

/// <summary>
/// Files that a layer's directory has and its tar has not, because they are as below: the overlay copies a file up when it is opened for writing, and the
/// engine leaves out what did not change.
/// </summary>
internal static class CopiedUp
{
    /// <summary>Whether the layer below shows the same entry: same metadata, and for files the same bytes.</summary>
    public static bool IsUnchanged(Layer layer, EvidencePath path, int node)
    {
        if (Below(layer, path) is not { } below)
            return false;
        var own = new ViewEntry(layer, node);
        if (EntryComparison.Differs(own, below))
            return false;
        if (own.Facts.Kind != EntryKind.File || own.Facts.Size == 0)
            return own.Facts.Kind == below.Facts.Kind || own.IsDirectory;
        try
        {
            return FileContent.Of(own) is { } a && FileContent.Of(below) is { } b && (a == b
                || Tell(a.Layer.Files!.Source, a.Node, own.Facts.Size) == Tell(b.Layer.Files!.Source, b.Node, own.Facts.Size));
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    // What tells files of one size apart.
    private static string Tell(IEvidenceSource source, int node, long size)
    {
        using StoredFile stream = StoredFile.Open(source, node);
        return size >= RunDigest.LeastFileBytes ? Convert.ToHexStringLower(RunDigest.Of(stream)) : $"{FileChecksum.Of(stream):x16}";
    }

    private static ViewEntry? Below(Layer layer, EvidencePath path)
    {
        ViewDirectory? at = ViewDirectory.RootOf(layer.Parent);
        ReadOnlySpan<byte> rest = path.Bytes;
        while (at is not null)
        {
            int slash = rest.IndexOf((byte)'/');
            if (slash < 0)
                return at.Lookup(rest);
            at = at.Enter(rest[..slash]);
            rest = rest[(slash + 1)..];
        }
        return null;
    }
}
