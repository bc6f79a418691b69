using System.Text;

namespace StoreForensics.Ingest.FileSystems.Xfs.Attributes;

/// <summary>An attribute as it lies on disk (<c>xfs_attr_sf_entry</c>, <c>xfs_attr_leaf_name_local</c>, <c>xfs_attr_leaf_name_remote</c>).</summary>
/// <param name="Flags">Name space and state.</param>
/// <param name="Name">Without the name space.</param>
/// <param name="Value">Its bytes; null when they lie in blocks of their own.</param>
/// <param name="RemoteBlock">The first of those, counted in the fork of attributes.</param>
/// <param name="RemoteBytes">Bytes of a value that lies there.</param>
internal readonly record struct RawAttribute(byte Flags, byte[] Name, byte[]? Value, uint RemoteBlock = 0, uint RemoteBytes = 0)
{
    private const byte Root = 0x2, Secure = 0x4, Parent = 0x8, Incomplete = 0x80;

    /// <summary>The place of a name in a leaf says that its value stands behind it.</summary>
    public const byte LocalFlag = 0x1;

    /// <summary>Not so: a pointer to the directory that holds the file, or what a crash left of a change.</summary>
    public bool IsShown => (Flags & (Parent | Incomplete)) == 0;

    public string FullName => ((Flags & Root) != 0 ? "trusted." : (Flags & Secure) != 0 ? "security." : "user.") + Encoding.UTF8.GetString(Name);
}
