using StoreForensics.Evidence;

namespace StoreForensics.Stores;

/// <summary>A store that no engine here reads.</summary>
/// <param name="Node">Its directory.</param>
/// <param name="Words">What it is.</param>
internal sealed record OtherStore(int Node, string Words);

/// <summary>
/// Recognises, by what lies in a directory, the stores that are not read, so that they do not pass for nothing: containers/storage of Podman, Buildah and
/// CRI-O.
/// </summary>
internal static class OtherStores
{
    private const int MaxDepth = 12;
    private const int MostTold = 50;

    /// <summary>Tells those of an evidence whose own stores were read.</summary>
    public static void Tell(EvidenceFiles files, IReadOnlyList<int> read)
    {
        foreach (OtherStore other in Find(files.Tree, read))
            files.Problems.Warn("SF-STORE-0011", files.Origin(other.Node),
                $"{other.Words} is here, which this version does not read: what is in it is missing from all that is told");
    }

    /// <summary>Breadth first, in byte order of paths within a depth; not inside of what is found, nor inside of a root that was read.</summary>
    public static IReadOnlyList<OtherStore> Find(EvidenceTree tree, IReadOnlyList<int> read)
    {
        var found = new List<OtherStore>();
        var level = new List<int> { EvidenceTree.Root };
        for (int depth = 0; depth <= MaxDepth && level.Count > 0; depth++)
        {
            var next = new List<int>();
            foreach (int directory in level)
            {
                if (read.Contains(directory))
                    continue;
                if (Kind(tree, directory) is not { } words)
                    AddDirectories(tree, directory, next);
                else if (found.Count < MostTold)
                    found.Add(new OtherStore(directory, words));
            }
            level = next;
        }
        return found;
    }

    private static string? Kind(EvidenceTree tree, int directory)
    {
        return Has(tree, directory, "overlay-images"u8) || Has(tree, directory, "vfs-images"u8) || Has(tree, directory, "btrfs-images"u8)
            ? "a store of Podman, Buildah or CRI-O" : null;
    }

    private static bool Has(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) => tree.Child(directory, name) != EvidenceTree.None;

    private static void AddDirectories(EvidenceTree tree, int directory, List<int> to)
    {
        foreach (int child in tree.Children(directory))
        {
            if (tree[child].Kind.IsDirectory())
                to.Add(child);
        }
    }
}
