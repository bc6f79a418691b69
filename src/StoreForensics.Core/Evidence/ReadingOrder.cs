namespace StoreForensics.Evidence;

/// <summary>In which order files are best read.</summary>
internal static class ReadingOrder
{
    /// <summary>Every regular file below some directories, each content once, in the order of their data: a compressed evidence is read through once.</summary>
    public static IReadOnlyList<int> FilesBelow(EvidenceTree tree, IEnumerable<int> roots)
    {
        var nodes = new HashSet<int>();
        var stack = new Stack<int>(roots);
        while (stack.TryPop(out int node))
        {
            if (tree[node].Kind == EntryKind.File)
                nodes.Add(tree.FirstLink(node));
            foreach (int child in tree.Children(node))
                stack.Push(child);
        }
        return [.. nodes.OrderBy(n => tree[n].DataOffset).ThenBy(n => n)];
    }
}
