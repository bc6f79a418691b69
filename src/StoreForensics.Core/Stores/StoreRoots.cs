using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>A directory that an engine keeps its store in.</summary>
/// <param name="Engine">Whose it is.</param>
/// <param name="Node">The directory.</param>
internal sealed record StoreRoot(IStoreEngine Engine, int Node);

/// <summary>Finds the roots of stores anywhere in an evidence, breadth first, by what lies in them.</summary>
internal static class StoreRoots
{
    private const int MaxDepth = 12;
    private const int MaxDepthWithin = 8;

    /// <summary>What was looked for, for messages.</summary>
    public static string LookedFor => string.Join(", or ", StoreEngines.All.Select(e => e.LookedFor));

    /// <summary>Whether any engine keeps its store in the directory.</summary>
    public static bool IsRoot(EvidenceTree tree, int directory) => StoreEngines.All.Any(e => e.IsRoot(tree, directory));

    /// <summary>The roots engine by engine, in byte order of paths within a depth; with those inside a root behind it.</summary>
    /// <param name="tree">All names.</param>
    /// <param name="apart">Directories that are not looked into.</param>
    public static IEnumerable<StoreRoot> Find(EvidenceTree tree, IReadOnlySet<int>? apart = null)
    {
        StoreRoot[] found = [.. Candidates(tree, apart)];
        var parts = new HashSet<int>();
        foreach (StoreRoot root in found)
            parts.UnionWith(root.Engine.PartsElsewhere(tree, root.Node));
        return InOrder(found.Where(r => parts.Count == 0 || !HoldsAny(tree, r.Node, parts)).OrderBy(r => UserPath(tree, r.Node), StringComparer.Ordinal));
    }

    // Empty for the system's own, which come first; users' by path.
    private static string UserPath(EvidenceTree tree, int node)
    {
        string path = tree.PathOf(node).ToString();
        return path.Split('/').Any(part => part is "home" or "root") ? path : "";
    }

    /// <summary>The same roots, engine by engine in the order of <see cref="StoreEngines"/>.</summary>
    public static IEnumerable<StoreRoot> InOrder(IEnumerable<StoreRoot> roots) => roots.OrderBy(r => StoreEngines.All.TakeWhile(e => e != r.Engine).Count());

    private static bool HoldsAny(EvidenceTree tree, int root, HashSet<int> parts)
    {
        foreach (int child in tree.Children(root))
        {
            if (parts.Contains(child))
                return true;
        }
        return false;
    }

    private static IEnumerable<StoreRoot> Candidates(EvidenceTree tree, IReadOnlySet<int>? apart)
    {
        var level = new List<int> { EvidenceTree.Root };
        for (int depth = 0; depth <= MaxDepth && level.Count > 0; depth++)
        {
            var next = new List<int>();
            foreach (int directory in level)
            {
                StoreRoot[] here = At(tree, directory);
                foreach (StoreRoot root in here.Concat(here.SelectMany(r => Inside(tree, r))))
                    yield return root;
                if (!here.Any(r => r.Engine.IsClosed))
                    AddDirectories(tree, directory, next, apart);
            }
            level = next;
        }
    }

    /// <summary>The directory of that path as a root of every engine that may try to read it (<c>--root</c>); none where there is no such directory.</summary>
    public static IEnumerable<StoreRoot> Named(EvidenceTree tree, string path)
    {
        int node = tree.Find(EvidenceTree.Root, EvidencePath.FromString(path.Trim('/')).Bytes);
        if (node == EvidenceTree.None || !tree[node].Kind.IsDirectory())
            return [];
        StoreRoot[] named = [.. StoreEngines.All.Select(e => new StoreRoot(e, node))];
        // What another engine keeps inside is a part of what was named.
        return InOrder(named.Concat(named.SelectMany(r => Inside(tree, r).Where(i => i.Engine != r.Engine))));
    }

    /// <summary>
    /// The roots among the files below a directory: an engine within an engine, in a volume or a container's own layer. By depth, then by path.
    /// </summary>
    public static IEnumerable<StoreRoot> Within(EvidenceTree tree, int directory)
    {
        var level = new List<int> { directory };
        for (int depth = 0; depth <= MaxDepthWithin && level.Count > 0; depth++)
        {
            var next = new List<int>();
            foreach (int at in level)
            {
                StoreRoot[] here = [.. StoreEngines.All.Where(e => e.IsRootWithin(tree, at)).Select(e => new StoreRoot(e, at))];
                foreach (StoreRoot root in here.Concat(here.SelectMany(r => Inside(tree, r))))
                    yield return root;
                if (here.Length == 0)
                    AddDirectories(tree, at, next);
            }
            level = next;
        }
    }

    private static StoreRoot[] At(EvidenceTree tree, int directory) =>
        [.. StoreEngines.All.Where(e => e.IsRoot(tree, directory)).Select(e => new StoreRoot(e, directory))];

    // An engine names a place inside only where it looked; whose store lies there, each engine says for itself, the one that named it first.
    private static IEnumerable<StoreRoot> Inside(EvidenceTree tree, StoreRoot root)
    {
        foreach (int inner in root.Engine.RootsInside(tree, root.Node))
        {
            StoreRoot[] recognised = At(tree, inner);
            foreach (StoreRoot found in recognised.Length > 0 ? recognised : [root with { Node = inner }])
                yield return found;
        }
    }

    private static void AddDirectories(EvidenceTree tree, int directory, List<int> to, IReadOnlySet<int>? apart = null)
    {
        foreach (int child in tree.Children(directory))
        {
            if (tree[child].Kind.IsDirectory() && apart?.Contains(child) != true)
                to.Add(child);
        }
    }
}
