using StoreForensics.Evidence;
using StoreForensics.Host;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Graph;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Stores.Docker;

/// <summary>Finds every data root of an evidence and has each era that it holds read it: a host with two eras gives the union of both.</summary>
public static class DockerReader
{
    // Newest first: what two eras of a root share belongs to the one in use.
    private static readonly IDockerStore[] s_stores = [new LayeredStore(), new GraphStore()];

    /// <summary>Adds everything found to the inventory.</summary>
    /// <param name="source">The evidence.</param>
    /// <param name="rootPath">The data root to read (<c>--root</c>), relative to the evidence's root; null: all that are found.</param>
    /// <param name="inventory">Filled in a fixed order.</param>
    /// <param name="problems">Told what could not be read.</param>
    /// <returns>The nodes of the roots that were read; none when the evidence holds no store.</returns>
    public static IReadOnlyList<int> Read(IEvidenceSource source, string? rootPath, Inventory inventory, ProblemLog problems)
    {
        var files = new EvidenceFiles(source, problems);
        var read = new List<int>();
        foreach (int node in Roots(source.Tree, rootPath))
        {
            if (ReadRoot(new DataRoot(files, node), inventory))
                read.Add(node);
        }
        for (int i = 0; i < inventory.Layers.Count; i++)
            inventory.Layers[i].Index = i;
        if (read.Count > 0)
            problems.Contain(files.Origin(EvidenceTree.Root), () => HostReader.Read(files, read, inventory));
        return read;
    }

    /// <summary>What was looked for, for the message when nothing was found.</summary>
    public static string LookedFor => DataRootFinder.LookedFor;

    private static bool ReadRoot(DataRoot found, Inventory inventory)
    {
        ProblemLog problems = found.Files.Problems;
        IDockerStore[] recognised = [.. s_stores.Where(s => problems.ContainOr(found.Origin, false, () => s.Recognises(found)))];
        DataRoot root = found with { Eras = [.. recognised.Select(s => s.Era)] };
        int before = inventory.Stores.Count;
        foreach (IDockerStore store in recognised)
            problems.Contain(root.Origin, () => store.Read(root, inventory));
        problems.Contain(root.Origin, () => SharedParts.Publish(root, inventory.Stores[before..], inventory));
        return recognised.Length > 0;
    }

    private static IEnumerable<int> Roots(EvidenceTree tree, string? rootPath)
    {
        if (rootPath is null)
            return DataRootFinder.Find(tree);
        int node = tree.Find(EvidenceTree.Root, EvidencePath.FromString(rootPath.Trim('/')).Bytes);
        return node == EvidenceTree.None || !tree[node].Kind.IsDirectory() ? [] : [node];
    }
}
