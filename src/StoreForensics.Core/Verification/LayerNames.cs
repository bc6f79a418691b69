using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>Finds the recorded names of a layer in its directory, and the names that its entries mean. Paths are relative to the layer's root.</summary>
internal sealed class LayerNames(LayerFiles files)
{
    private readonly EvidenceTree _tree = files.Tree;

    /// <summary>The entry of that name, or <see cref="EvidenceTree.None"/>.</summary>
    public int Find(EvidencePath path) => _tree.Find(files.Root, path.Bytes);

    /// <summary>The directory that it lies in, or <see cref="EvidenceTree.None"/>.</summary>
    public int Parent(EvidencePath path) => _tree.Find(files.Root, path.Bytes[..Math.Max(0, path.Bytes.LastIndexOf((byte)'/'))]);

    /// <summary>The nearest directory above a missing name that is there.</summary>
    public int NearestThere(EvidencePath path)
    {
        ReadOnlySpan<byte> at = path.Bytes;
        while (!at.IsEmpty)
        {
            at = at[..Math.Max(0, at.LastIndexOf((byte)'/'))];
            if (_tree.Find(files.Root, at) is var node && node != EvidenceTree.None)
                return node;
        }
        return files.Root;
    }

    /// <summary>The path of an entry.</summary>
    public EvidencePath Of(int node) => _tree.PathOf(node, files.Root);

    /// <summary>The path that a mark of deletion hides.</summary>
    public EvidencePath Deleted(int marker)
    {
        EvidencePath directory = Of(_tree[marker].Parent);
        ReadOnlySpan<byte> name = files.Marks.DeletedName(_tree, marker);
        return directory.IsEmpty ? new EvidencePath(name) : new EvidencePath((byte[])[.. directory.Bytes, (byte)'/', .. name]);
    }

    /// <summary>Whether a directory, or one above it, hides what lies below.</summary>
    public bool IsWithinOpaque(int directory)
    {
        for (int at = directory; ; at = _tree[at].Parent)
        {
            if (files.Marks.IsOpaque(_tree, at))
                return true;
            if (at == files.Root)
                return false;
        }
    }

    /// <summary>The name alone.</summary>
    public static ReadOnlySpan<byte> Last(in EvidencePath path) => path.Bytes[(path.Bytes.LastIndexOf((byte)'/') + 1)..];
}
