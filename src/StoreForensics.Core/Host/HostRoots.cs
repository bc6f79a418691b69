using StoreForensics.Evidence;

namespace StoreForensics.Host;

/// <summary>
/// Which directories of an evidence were a host's <c>/</c>: its top, what stands directly in its top (partitions), and the ancestors of a data root, if they
/// have an <c>etc</c> like that of a system. Layers have such an <c>etc</c> too, so nothing in a data root and nothing deep in a storage driver counts.
/// </summary>
internal static class HostRoots
{
    /// <summary>The roots by their paths' bytes, each once.</summary>
    public static IReadOnlyList<int> Find(EvidenceTree tree, IReadOnlyList<int> dataRoots)
    {
        var found = new HashSet<int>();
        Consider(EvidenceTree.Root);
        foreach (int child in tree.Children(EvidenceTree.Root))
            Consider(child);
        foreach (int dataRoot in dataRoots)
        {
            for (int at = dataRoot; at != EvidenceTree.Root; at = tree[at].Parent)
                Consider(at);
        }
        return [.. found.OrderBy(node => tree.PathOf(node))];

        void Consider(int node)
        {
            if (LooksLikeHost(tree, node) && !dataRoots.Any(root => tree.IsWithin(node, root)) && !IsInDriver(tree, node))
                found.Add(node);
        }
    }

    private static bool LooksLikeHost(EvidenceTree tree, int node)
    {
        int etc = tree[node].Kind.IsDirectory() ? tree.Child(node, "etc"u8) : EvidenceTree.None;
        return etc != EvidenceTree.None && tree[etc].Kind.IsDirectory()
            && (tree.Child(etc, "hostname"u8) != EvidenceTree.None || tree.Child(etc, "os-release"u8) != EvidenceTree.None
                || tree.Child(etc, "passwd"u8) != EvidenceTree.None);
    }

    // A data root inside a container's layer (an engine within an engine), where the outer data root is not recognised.
    private static bool IsInDriver(EvidenceTree tree, int node)
    {
        for (int at = node; at != EvidenceTree.Root; at = tree[at].Parent)
        {
            ReadOnlySpan<byte> name = tree.Name(at);
            bool isDriver = name.SequenceEqual("overlay2"u8) || name.SequenceEqual("overlay"u8) || name.SequenceEqual("aufs"u8) || name.SequenceEqual("vfs"u8)
                || name.SequenceEqual("devicemapper"u8) || name.SequenceEqual("fuse-overlayfs"u8) || name.SequenceEqual("diff"u8)
                    || name.SequenceEqual("merged"u8)
                || name.SequenceEqual("_data"u8) || name.StartsWith("io.containerd."u8);
            // A partition or copy at the top may bear any name.
            if (isDriver && (at != node || tree[at].Parent != EvidenceTree.Root))
                return true;
        }
        return false;
    }
}
