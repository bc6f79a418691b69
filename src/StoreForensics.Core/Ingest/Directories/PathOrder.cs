using StoreForensics.Evidence;

namespace StoreForensics.Ingest.Directories;

/// <summary>
/// All nodes of a tree in byte order of their whole paths. That is not the order of a walk: what lies in <c>a</c> begins with <c>a/</c> and so comes after
/// <c>a-b</c>. Hence each directory of a group is sorted twice, once by its name and once, for what it holds, by its name with a slash.
/// </summary>
internal static class PathOrder
{
    public static int[] Of(EvidenceTree tree)
    {
        int[] order = new int[tree.Count];
        int count = 0;
        var pending = new Stack<(int Node, bool Contents)>();
        order[count++] = EvidenceTree.Root;
        pending.Push((EvidenceTree.Root, true));
        var group = new List<(int Node, bool Contents)>();
        var byBytes = Comparer<(int Node, bool Contents)>.Create((a, b) => Compare(tree, a, b));
        while (pending.TryPop(out (int Node, bool Contents) next))
        {
            if (!next.Contents)
            {
                order[count++] = next.Node;
                continue;
            }
            group.Clear();
            foreach (int child in tree.Children(next.Node))
            {
                group.Add((child, false));
                if (!tree.Children(child).IsEmpty)
                    group.Add((child, true));
            }
            group.Sort(byBytes);
            for (int i = group.Count - 1; i >= 0; i--)
                pending.Push(group[i]);
        }
        return order;
    }

    private static int Compare(EvidenceTree tree, (int Node, bool Contents) a, (int Node, bool Contents) b)
    {
        ReadOnlySpan<byte> x = tree.Name(a.Node), y = tree.Name(b.Node);
        int common = x.CommonPrefixLength(y);
        return At(x, common, a.Contents).CompareTo(At(y, common, b.Contents));
    }

    private static int At(ReadOnlySpan<byte> name, int index, bool contents) => index < name.Length ? name[index] : contents ? '/' : -1;
}
