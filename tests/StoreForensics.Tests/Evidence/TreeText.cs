using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Evidence;

/// <summary>Trees from a few words, and back.</summary>
internal static class TreeText
{
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>A path that ends in a slash is a directory, any other a file.</summary>
    public static EvidenceTreeBuilder.AddResult Add(this EvidenceTreeBuilder builder, string path, long size = 0) =>
        builder.Add(Bytes(path), Metadata(path.EndsWith('/') ? EntryKind.Directory : EntryKind.File, size), out _);

    public static EntryMetadata Metadata(EntryKind kind, long size = 0) =>
        new() { Kind = kind, Size = size, Modified = new Timestamp(size, 0), DataOffset = size };

    /// <summary>Adds a further name of a file that is already there.</summary>
    public static bool AddLink(this EvidenceTreeBuilder builder, string path, string target)
    {
        int to = builder.Find(Bytes(target));
        return builder.Add(Bytes(path), Metadata(EntryKind.File), out int node) != EvidenceTreeBuilder.AddResult.Refused && builder.Link(node, to);
    }

    public static EvidenceTree Build(params string[] paths)
    {
        var builder = new EvidenceTreeBuilder();
        foreach (string path in paths)
            builder.Add(path);
        return builder.Seal();
    }

    public static int Find(this EvidenceTree tree, string path) => tree.Find(EvidenceTree.Root, Bytes(path));

    /// <summary>Each node in order of a walk, with what is to be compared.</summary>
    public static string[] Describe(this EvidenceTree tree)
    {
        var lines = new List<string>();
        Describe(tree, EvidenceTree.Root, lines);
        return [.. lines];
    }

    private static void Describe(EvidenceTree tree, int node, List<string> lines)
    {
        EvidenceNode n = tree[node];
        lines.Add($"{tree.PathOf(node)} {n.Kind} {n.Size} {n.Modified} {n.DataOffset} links={tree.Extra(node).Links} first={tree.PathOf(tree.FirstLink(node))}");
        foreach (int child in tree.Children(node))
            Describe(tree, child, lines);
    }
}
