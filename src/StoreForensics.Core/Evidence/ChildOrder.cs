namespace StoreForensics.Evidence;

/// <summary>Groups nodes by parent and puts each group in byte order of names: one counting sort, then a sort only where a group is out of order.</summary>
internal static class ChildOrder
{
    public static (int[] Start, int[] Children) Compute(EvidenceNode[] all, int count, byte[] names)
    {
        ReadOnlySpan<EvidenceNode> nodes = all.AsSpan(0, count);
        int[] start = new int[nodes.Length + 1];
        for (int i = 1; i < nodes.Length; i++)
            start[nodes[i].Parent + 1]++;
        for (int i = 0; i < nodes.Length; i++)
            start[i + 1] += start[i];
        int[] children = new int[Math.Max(0, nodes.Length - 1)];
        int[] next = start.AsSpan(0, nodes.Length).ToArray();
        for (int i = 1; i < nodes.Length; i++)
            children[next[nodes[i].Parent]++] = i;
        var order = new ByName(all, names);
        for (int i = 0; i < nodes.Length; i++)
            SortGroup(children.AsSpan(start[i], start[i + 1] - start[i]), order);
        return (start, children);
    }

    private static void SortGroup(Span<int> group, ByName order)
    {
        for (int i = 1; i < group.Length; i++)
        {
            if (order.Compare(group[i - 1], group[i]) > 0)
            {
                group.Sort(order);
                return;
            }
        }
    }

    private sealed class ByName(EvidenceNode[] nodes, byte[] names) : IComparer<int>
    {
        public int Compare(int x, int y) => Name(x).SequenceCompareTo(Name(y));

        private ReadOnlySpan<byte> Name(int node) => names.AsSpan(nodes[node].NameOffset, nodes[node].NameLength);
    }
}
