using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Attributes;

/// <summary>
/// Access control lists lie on disk in a form of their own (<c>xfs_acl</c>) under <c>trusted.SGI_ACL_FILE</c> and <c>SGI_ACL_DEFAULT</c>; programs see them as
/// <c>system.posix_acl_*</c> (Linux include/uapi/linux/posix_acl_xattr.h), as in a tar or from a live directory. The kernel lists both names.
/// </summary>
internal static class XfsAcl
{
    private const int EntryBytes = 12;
    private const uint ShownVersion = 2, NoId = uint.MaxValue;
    private const ushort User = 2, Group = 8;

    /// <summary>The other name of such an attribute; null for any other.</summary>
    public static string? ShownName(string fullName) => fullName switch
    {
        "trusted.SGI_ACL_FILE" => "system.posix_acl_access",
        "trusted.SGI_ACL_DEFAULT" => "system.posix_acl_default",
        _ => null,
    };

    /// <summary>The value as <c>getxattr</c> gives it under that name; null where it is no list.</summary>
    public static byte[]? Shown(ReadOnlySpan<byte> disk)
    {
        if (disk.Length < 4 || disk.U32(0) is var count && (count > int.MaxValue / EntryBytes || 4 + (count * EntryBytes) != disk.Length))
            return null;
        byte[] shown = new byte[4 + ((disk.Length - 4) / EntryBytes * 8)];
        BinaryPrimitives.WriteUInt32LittleEndian(shown, ShownVersion);
        for (int from = 4, to = 4; from < disk.Length; from += EntryBytes, to += 8)
        {
            ushort tag = (ushort)disk.U32(from);
            BinaryPrimitives.WriteUInt16LittleEndian(shown.AsSpan(to), tag);
            BinaryPrimitives.WriteUInt16LittleEndian(shown.AsSpan(to + 2), disk.U16(from + 8));
            BinaryPrimitives.WriteUInt32LittleEndian(shown.AsSpan(to + 4), tag is User or Group ? disk.U32(from + 4) : NoId);
        }
        return shown;
    }
}
