using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>
/// One difference between two views: <c>docker diff</c>'s letters. <see cref="PathBytes"/> is valid until the enumeration goes on.
/// </summary>
/// <param name="Change"><c>A</c>, <c>C</c> or <c>D</c>.</param>
/// <param name="PathBytes">Absolute path in the view.</param>
/// <param name="Layer">The layer that holds the entry: the newer one for A and C, the one below for D.</param>
/// <param name="Node">The entry in that layer's tree.</param>
/// <param name="Below">The version that showed before; null for A and D.</param>
/// <param name="IsOwn">False for a directory that is listed only because something inside changed.</param>
public readonly record struct FileChange(char Change, ReadOnlyMemory<byte> PathBytes, Layer Layer, int Node, ViewEntry? Below = null, bool IsOwn = true)
{
    public EvidenceTree Tree => Layer.Files!.Tree;

    public EntryKind Kind => Tree[Node].Kind;

    /// <summary>In what the version before differs; none for A, D, and a directory that is listed for what is inside.</summary>
    public EntryAspects Aspects(ContentDigests digests) =>
        Change == 'C' && IsOwn && Below is ViewEntry before ? EntryDifference.Of(before, new ViewEntry(Layer, Node), digests) : EntryAspects.None;

    /// <summary>Of a renamed directory, where what is inside has lain below this layer: absolute; empty for everything else.</summary>
    public byte[] RenamedFrom()
    {
        ReadOnlySpan<byte> from = Change != 'D' && Kind.IsDirectory() ? Layer.Files!.Whiteouts.Redirect(Tree, Node) : default;
        if (from.IsEmpty || from[0] == (byte)'/')
            return from.ToArray();
        ReadOnlySpan<byte> path = PathBytes.Span;
        return [.. path[..(path.LastIndexOf((byte)'/') + 1)], .. from];
    }
}
