using StoreForensics.Evidence;

namespace StoreForensics.Stores.Docker;

/// <summary>
/// What a Docker data root looks like, and where the roots of user-namespace mappings lie in it (<c>&lt;uid&gt;.&lt;gid&gt;</c>).
/// </summary>
internal static class DataRootSigns
{
    /// <summary>Whether a directory is a data root: a part that only Docker has, with another beside it.</summary>
    public static bool IsRoot(EvidenceTree tree, int directory)
    {
        int strong = 0, weak = 0;
        foreach (int child in tree.Children(directory))
        {
            ReadOnlySpan<byte> name = tree.Name(child);
            if (name.SequenceEqual("graph"u8))
                strong += HoldsImages(tree, child) ? 2 : 1;
            else if (name.SequenceEqual("linkgraph.db"u8) || name.SequenceEqual("repositories"u8) || name.StartsWith("repositories-"u8)
                || IsDriver(tree, child, name))
                strong++;
            else if (name.SequenceEqual("containers"u8))
                strong += HoldsContainers(tree, child) ? 2 : 0;
            else if (name.SequenceEqual("image"u8))
                strong += HoldsImageStore(tree, child) ? 2 : 0;
            if (name.SequenceEqual("containers"u8) || name.SequenceEqual("volumes"u8) || name.SequenceEqual("network"u8) || name.SequenceEqual("engine-id"u8)
                || name.SequenceEqual("buildkit"u8))
                weak++;
        }
        return strong >= 2 || (strong == 1 && weak >= 1);
    }

    /// <summary>See <see cref="IStoreEngine.IsRootWithin"/>: a container with its configuration, an image database, or images with their tags.</summary>
    public static bool IsRootWithin(EvidenceTree tree, int directory)
    {
        if (tree.Child(directory, "containers"u8) is var containers && containers != EvidenceTree.None && HoldsContainers(tree, containers))
            return true;
        if (tree.Child(directory, "image"u8) is var image && image != EvidenceTree.None && HoldsImageStore(tree, image))
            return true;
        return tree.Child(directory, "graph"u8) is var graph && graph != EvidenceTree.None && HoldsIds(tree, graph) && IsRoot(tree, directory);
    }

    private static bool IsDriver(EvidenceTree tree, int node, ReadOnlySpan<byte> name) =>
        (name.SequenceEqual("aufs"u8) && tree.Child(node, "diff"u8) != EvidenceTree.None)
        || (name.SequenceEqual("overlay2"u8) && tree.Child(node, "l"u8) != EvidenceTree.None)
        || (name.SequenceEqual("devicemapper"u8) && tree.Child(node, "metadata"u8) != EvidenceTree.None)
        || (name.SequenceEqual("btrfs"u8) && tree.Child(node, "subvolumes"u8) != EvidenceTree.None)
        || (name.SequenceEqual("vfs"u8) && tree.Child(node, "dir"u8) != EvidenceTree.None)
        || (name.SequenceEqual("overlay"u8) && HoldsIds(tree, node));

    private static bool HoldsImages(EvidenceTree tree, int graph) => HoldsIds(tree, graph) || tree.Child(graph, "_tmp"u8) != EvidenceTree.None;

    private static bool HoldsIds(EvidenceTree tree, int directory)
    {
        foreach (int child in tree.Children(directory))
        {
            if (ObjectIds.IsLayerId(tree.Name(child)))
                return true;
        }
        return false;
    }

    private static bool HoldsContainers(EvidenceTree tree, int containers)
    {
        foreach (int child in tree.Children(containers))
        {
            if (ObjectIds.IsGraphId(tree.Name(child)) && (tree.Child(child, "config.json"u8) != EvidenceTree.None
                || tree.Child(child, "config.v2.json"u8) != EvidenceTree.None || ContainerFiles.HoldsLog(tree, child)))
                return true;
        }
        return false;
    }

    private static bool HoldsImageStore(EvidenceTree tree, int image)
    {
        foreach (int driver in tree.Children(image))
        {
            if (tree.Child(driver, "imagedb"u8) != EvidenceTree.None)
                return true;
        }
        return false;
    }

    /// <summary>Where a daemon keeps the containerd that it runs itself; none where it does not.</summary>
    public static IEnumerable<int> Containerd(EvidenceTree tree, int root)
    {
        if (tree.Find(root, "containerd/daemon"u8) is >= 0 and var inner && tree[inner].Kind.IsDirectory() && HoldsPlugin(tree, inner))
            yield return inner;
    }

    private static bool HoldsPlugin(EvidenceTree tree, int directory)
    {
        foreach (int child in tree.Children(directory))
        {
            if (tree.Name(child).StartsWith("io.containerd."u8))
                return true;
        }
        return false;
    }

    /// <summary>Roots of user-namespace mappings directly in a root.</summary>
    public static List<int> MappedRoots(EvidenceTree tree, int root)
    {
        var found = new List<int>();
        foreach (int child in tree.Children(root))
        {
            ReadOnlySpan<byte> name = tree.Name(child);
            int dot = name.IndexOf((byte)'.');
            bool isMapping = dot > 0 && dot < name.Length - 1 && !name[..dot].ContainsAnyExceptInRange((byte)'0', (byte)'9')
                && !name[(dot + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
            if (isMapping && tree[child].Kind.IsDirectory())
                found.Add(child);
        }
        return found;
    }
}
