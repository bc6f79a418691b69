using System.Runtime.InteropServices;

namespace StoreForensics.Evidence;

/// <summary>
/// Settles hard links once all names are known: each group's head becomes its first name in byte order of whole paths, whatever order the wrapping had,
/// and names are counted where the wrapping did not record a count.
/// </summary>
internal static class LinkGroups
{
    public static void Settle(Span<EvidenceNode> nodes, ExtraTable extras, byte[] names)
    {
        var heads = new Dictionary<int, (int First, uint Count)>();
        for (int i = 1; i < nodes.Length; i++)
        {
            int group = nodes[i].LinkGroup;
            if (group == EvidenceTree.None)
                continue;
            ref (int First, uint Count) head = ref CollectionsMarshal.GetValueRefOrAddDefault(heads, group, out bool known);
            if (!known || ComparePaths(nodes, names, i, head.First) < 0)
                head.First = i;
            head.Count++;
        }
        foreach (ref EvidenceNode node in nodes)
        {
            if (node.LinkGroup == EvidenceTree.None)
                continue;
            (int first, uint count) = heads[node.LinkGroup];
            node.LinkGroup = first;
            node.ExtraIndex = extras.WithLinks(node.ExtraIndex, count);
        }
    }

    private static int ComparePaths(ReadOnlySpan<EvidenceNode> nodes, byte[] names, int a, int b)
    {
        bool holdsA = false, holdsB = false;
        int depthA = Depth(nodes, a), depthB = Depth(nodes, b);
        for (; depthA > depthB; depthA--, holdsA = true)
            a = nodes[a].Parent;
        for (; depthB > depthA; depthB--, holdsB = true)
            b = nodes[b].Parent;
        if (a == b)
            return holdsA.CompareTo(holdsB);
        for (; nodes[a].Parent != nodes[b].Parent; holdsA = holdsB = true)
        {
            a = nodes[a].Parent;
            b = nodes[b].Parent;
        }
        return CompareParts(Name(nodes, names, a), holdsA, Name(nodes, names, b), holdsB);
    }

    // In a whole path a directory's name goes on with a slash, so that a-b comes before a/b.
    private static int CompareParts(ReadOnlySpan<byte> x, bool holdsX, ReadOnlySpan<byte> y, bool holdsY)
    {
        int common = x.CommonPrefixLength(y);
        return Next(x, common, holdsX).CompareTo(Next(y, common, holdsY));
    }

    private static int Next(ReadOnlySpan<byte> part, int index, bool holds) => index < part.Length ? part[index] : holds ? '/' : -1;

    private static int Depth(ReadOnlySpan<EvidenceNode> nodes, int node)
    {
        int depth = 0;
        for (; node != EvidenceTree.Root; node = nodes[node].Parent)
            depth++;
        return depth;
    }

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<EvidenceNode> nodes, byte[] names, int node) =>
        names.AsSpan(nodes[node].NameOffset, nodes[node].NameLength);
}
