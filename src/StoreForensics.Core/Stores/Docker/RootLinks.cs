using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker;

/// <summary>
/// Directories of a data root that are symbolic links: volumes or layers that were moved to another disk. They are followed inside the evidence alone, as the
/// kernel would have (path_resolution(7)); one that leads out of it is a problem that names its target.
/// </summary>
internal sealed class RootLinks(EvidenceFiles files, int root)
{
    // As the kernel's own limit (MAXSYMLINKS).
    private const int MaxHops = 40;
    private const int MaxTargetBytes = 4096;

    private readonly Dictionary<int, int?> _told = [];

    private EvidenceTree Tree => files.Tree;

    /// <summary>The directory that a link stands for; null after a problem. What is no link is returned as it is.</summary>
    public int? Follow(int node)
    {
        if (Tree[node].Kind != EntryKind.Symlink)
            return node;
        if (_told.TryGetValue(node, out int? known))
            return known;
        int? found = Target(Tree, root, node);
        string target = DisplayText.Escape(Tree.LinkTarget(node));
        if (found is int at)
            files.Problems.Note("SF-STORE-0008", files.Origin(node), $"is a link to {target}, and is followed to {files.Origin(at).Path} of the evidence");
        else
            files.Problems.Damage("SF-STORE-0007", files.Origin(node),
                $"is a link to {target}, where the evidence has no directory: what it holds is missing");
        return _told[node] = found;
    }

    /// <summary>The directory elsewhere in the evidence that a link of a root stands for; null where there is none.</summary>
    public static int? Target(EvidenceTree tree, int root, int link)
    {
        // A link that begins with a slash begins at the host's root: one of the directories that the data root lies in.
        foreach (int host in tree.LinkTarget(link) is [(byte)'/', ..] ? Above(tree, root) : [EvidenceTree.Root])
        {
            int hops = 0;
            if (Walk(tree, host, tree[link].Parent, tree.LinkTarget(link), ref hops) is int found && tree[found].Kind.IsDirectory()
                && !tree.IsWithin(root, found))
                return found;
        }
        return null;
    }

    private static List<int> Above(EvidenceTree tree, int root)
    {
        var above = new List<int>();
        for (int at = root; at != EvidenceTree.Root;)
        {
            at = tree[at].Parent;
            above.Add(at);
        }
        above.Reverse();
        return above;
    }

    private static int? Walk(EvidenceTree tree, int host, int from, ReadOnlySpan<byte> target, ref int hops)
    {
        if (target.Length is 0 or > MaxTargetBytes || ++hops > MaxHops)
            return null;
        int at = target[0] == (byte)'/' ? host : from;
        foreach (string part in Encoding.Latin1.GetString(target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;
            int next = part == ".." ? at == host || at == EvidenceTree.Root ? at : tree[at].Parent : tree.Child(at, Encoding.Latin1.GetBytes(part));
            if (next == EvidenceTree.None)
                return null;
            if (part != ".." && tree[next].Kind == EntryKind.Symlink)
            {
                if (Walk(tree, host, at, tree.LinkTarget(next), ref hops) is not int led)
                    return null;
                next = led;
            }
            at = next;
        }
        return at;
    }
}
