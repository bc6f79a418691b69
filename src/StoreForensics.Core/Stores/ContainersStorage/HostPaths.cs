using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>Finds what an absolute path of the host names, in an evidence that may hold any part of it.</summary>
internal static class HostPaths
{
    private const int MaxLevels = 12;

    /// <summary>Below the nearest directory above the root that has such a path; null where none has. No link is followed.</summary>
    /// <param name="tree">The evidence.</param>
    /// <param name="root">The engine's root.</param>
    /// <param name="path">As recorded.</param>
    public static int? Find(EvidenceTree tree, int root, string path)
    {
        if (!path.StartsWith('/') || path.Split('/').Any(p => p is "." or ".."))
            return null;
        byte[] relative = Encoding.UTF8.GetBytes(path.Trim('/'));
        for (int at = root, level = 0; relative.Length > 0 && level < MaxLevels; level++)
        {
            if (tree.Find(at, relative) is >= 0 and var found)
                return found;
            if (at == EvidenceTree.Root)
                return null;
            at = tree[at].Parent;
        }
        return null;
    }
}
