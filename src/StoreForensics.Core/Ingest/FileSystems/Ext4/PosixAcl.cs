using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>
/// Access control lists lie on disk in a shorter form than programs see (Linux fs/ext4/acl.h against include/uapi/linux/posix_acl_xattr.h): they are given in
/// the latter, as in a tar or from a live directory.
/// </summary>
internal static class PosixAcl
{
    private const uint DiskVersion = 1, ShownVersion = 2, NoId = uint.MaxValue;
    private const ushort User = 2, Group = 8;

    /// <summary>The value as <c>getxattr</c> gives it; the value itself where it is none of this kind.</summary>
    public static byte[] Shown(byte[] disk)
    {
        if (disk.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(disk) != DiskVersion)
            return disk;
        var shown = new MemoryStream();
        Put32(shown, ShownVersion);
        for (int at = 4; at <= disk.Length - 4;)
        {
            ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(disk.AsSpan(at));
            shown.Write(disk, at, 4);
            at += 4;
            bool hasId = tag is User or Group;
            if (hasId && at > disk.Length - 4)
                return disk;
            Put32(shown, hasId ? BinaryPrimitives.ReadUInt32LittleEndian(disk.AsSpan(at)) : NoId);
            at += hasId ? 4 : 0;
        }
        return shown.ToArray();
    }

    private static void Put32(MemoryStream target, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        target.Write(bytes);
    }
}
