using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>The mark by which a layer says that a name below is gone: overlay's device 0,0 of that name, or aufs's file <c>.wh.NAME</c>.</summary>
internal static class DeletionMark
{
    /// <summary>Its modification time; null where the layer has no mark of that very name, or the copy did not keep times.</summary>
    /// <param name="layer">The layer that deleted it.</param>
    /// <param name="path">The name, absolute in the layer.</param>
    public static Timestamp? TimeOf(Layer layer, ReadOnlySpan<byte> path)
    {
        if (layer.Files is not { IsWholeTree: false } files || path.Length < 2)
            return null;
        EvidenceTree tree = files.Tree;
        int cut = path.LastIndexOf((byte)'/');
        int directory = cut <= 0 ? files.Root : tree.Find(files.Root, path[1..cut]);
        if (directory == EvidenceTree.None)
            return null;
        ReadOnlySpan<byte> name = path[(cut + 1)..];
        int mark = tree.Child(directory, name);
        if (mark == EvidenceTree.None || tree[mark].Kind != EntryKind.CharDevice)
            mark = tree.Child(directory, (byte[])[.. ".wh."u8, .. name]);
        return mark == EvidenceTree.None ? null : new KnownFacts(in tree[mark], files.Copy).Modified;
    }
}
