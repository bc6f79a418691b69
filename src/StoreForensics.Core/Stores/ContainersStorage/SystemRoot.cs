using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>The system's own root, at <c>var/lib/containers/storage</c> of the host.</summary>
internal static class SystemRoot
{
    private const int MaxDepth = 64;

    private static readonly string[] s_parts = ["-images", "-layers", "-containers"];

    /// <summary>Whether another root of the same host is the system's own and has the driver too: that one has the driver's plain name, though an additional
    /// image store, on which its containers stand, is read before it.</summary>
    public static bool ComesBefore(StorageRoot root, StorageDriver driver)
    {
        EvidenceTree tree = root.Files.Tree;
        int at = root.Node;
        for (int depth = 0; depth < MaxDepth && at >= 0; depth++)
        {
            int system = tree.Find(at, "var/lib/containers/storage"u8);
            if (system >= 0 && system != root.Node)
                return s_parts.Any(p => tree.Child(system, Encoding.UTF8.GetBytes(driver.Name + p)) >= 0);
            if (at == EvidenceTree.Root || system == root.Node)
                return false;
            at = tree[at].Parent;
        }
        return false;
    }
}
