using StoreForensics.Evidence;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// The kernel's marks on entries of an upper directory (Documentation/filesystems/overlayfs.rst): <c>trusted.overlay.*</c>, in rootless mounts
/// <c>user.overlay.*</c>.
/// </summary>
internal static class OverlayXattrs
{
    private const string Trusted = "trusted.overlay.";
    private const string User = "user.overlay.";

    public static byte[]? Get(EvidenceTree tree, int node, string name)
    {
        if (tree.Extra(node).Xattrs is null)
            return null;
        return tree.Xattr(node, Trusted + name) ?? tree.Xattr(node, User + name);
    }

    /// <summary>Whether the attribute is the kernel's own.</summary>
    public static bool IsOwn(string name) => name.StartsWith(Trusted, StringComparison.Ordinal) || name.StartsWith(User, StringComparison.Ordinal);

    /// <summary>Nothing from below shows in the directory.</summary>
    public static bool IsOpaque(EvidenceTree tree, int directory) => Get(tree, directory, "opaque") is [(byte)'y', ..];

    /// <summary>A 0:0 character device; in a directory marked <c>x</c> also an empty file with a whiteout attribute (Linux 6.7 on).</summary>
    public static bool IsWhiteout(EvidenceTree tree, int node)
    {
        if (tree[node].Kind == EntryKind.CharDevice)
            return tree.Extra(node) is { DeviceMajor: 0, DeviceMinor: 0 };
        return tree[node] is { Kind: EntryKind.File, Size: 0 }
            && Get(tree, node, "whiteout") is not null
            && Get(tree, tree[node].Parent, "opaque") is [(byte)'x', ..];
    }
}
