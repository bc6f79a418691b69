using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>Finds every store of an evidence and has its engine read it: a host with several stores gives the union of all.</summary>
public static class StoreReader
{
    /// <summary>What was looked for, for the message when nothing was found.</summary>
    public static string LookedFor => StoreRoots.LookedFor;

    /// <summary>Whether something in the evidence looks like a store. Nothing of it is read.</summary>
    public static bool HoldsRoot(EvidenceTree tree) => StoreRoots.Find(tree).Any();

    /// <summary>Adds everything found to the inventory.</summary>
    /// <param name="source">The evidence.</param>
    /// <param name="rootPath">The root to read (<c>--root</c>), relative to the evidence's root; null: all that are found.</param>
    /// <param name="inventory">Filled in a fixed order.</param>
    /// <param name="problems">Told what could not be read.</param>
    /// <param name="images">Opens layers that are images of file systems; null: their files are out of reach.</param>
    /// <param name="within">Gets the roots in archives that are files of the evidence; null: those are not looked for.</param>
    /// <returns>The nodes of the roots that were read; none when the evidence holds no store.</returns>
    public static IReadOnlyList<int> Read(IEvidenceSource source, string? rootPath, Inventory inventory, ProblemLog problems,
        INestedImages? images = null, List<EntryRef>? within = null)
    {
        var files = new EvidenceFiles(source, problems, images);
        var read = new List<int>();
        foreach (StoreRoot root in WithNeeded(files, rootPath is null ? Found(source) : StoreRoots.Named(source.Tree, rootPath)))
        {
            (int layers, int volumes) = (inventory.Layers.Count, inventory.Volumes.Count);
            if (!root.Engine.Read(files, root.Node, inventory))
                continue;
            foreach (int node in Parts(files, root).Append(root.Node).Where(n => !read.Contains(n)).ToArray())
                read.Add(node);
            problems.Contain(files.Origin(root.Node), () => new NestedRoots(files, inventory, read).Read(layers, volumes));
        }
        // A root that is named is read alone; it may be a file.
        if (within is not null && (rootPath is null || read.Count == 0))
            problems.Contain(files.Origin(EvidenceTree.Root), () => within.AddRange(new StoreArchives(files, inventory).Read(read, rootPath)));
        foreach (IStoreEngine engine in StoreEngines.All)
            problems.Contain(files.Origin(EvidenceTree.Root), () => engine.Finish(files, inventory));
        for (int i = 0; i < inventory.Layers.Count; i++)
            inventory.Layers[i].Index = i;
        return read;
    }

    // Each before those that stand on it, and once; parts of others not by themselves.
    private static IEnumerable<StoreRoot> WithNeeded(EvidenceFiles files, IEnumerable<StoreRoot> roots)
    {
        StoreRoot[] all = [.. roots];
        HashSet<StoreRoot> given = [.. all.SelectMany(r => Parts(files, r).Select(n => r with { Node = n }))];
        foreach (StoreRoot root in all)
        {
            int[] before = files.Problems.ContainOr(files.Origin(root.Node), [], () => root.Engine.ReadBefore(files, root.Node).ToArray());
            foreach (StoreRoot one in before.Select(n => root with { Node = n }).Append(root).Where(given.Add))
                yield return one;
        }
    }

    private static int[] Parts(EvidenceFiles files, StoreRoot root) =>
        files.Problems.ContainOr(files.Origin(root.Node), [], () => root.Engine.Parts(files, root.Node).ToArray());

    // What an engine keeps in devices of a pool are its layers: a store in one of them lies in that layer, save where nothing else is in the evidence.
    private static IEnumerable<StoreRoot> Found(IEvidenceSource source)
    {
        HashSet<int> devices = [.. ((source as IPoolDevices)?.PoolDevices ?? []).Select(d => source.Tree.Find(EvidenceTree.Root,
            System.Text.Encoding.UTF8.GetBytes(d.Directory)))];
        StoreRoot[] found = [.. StoreRoots.Find(source.Tree, devices)];
        return found.Length > 0 || devices.Count == 0 ? found : StoreRoots.Find(source.Tree);
    }
}
