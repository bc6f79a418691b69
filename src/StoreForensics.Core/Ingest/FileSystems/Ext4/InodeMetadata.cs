using StoreForensics.Evidence;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>What an inode says of its file, as the tree takes it.</summary>
internal static class InodeMetadata
{
    /// <param name="inode">As on disk, or as an older copy has it.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="content">Reads a link's target and the size; null: neither can be had.</param>
    /// <param name="attributes">Reads the attributes.</param>
    /// <returns>With no place of its bytes yet.</returns>
    public static EntryMetadata Of(in Inode inode, EntryKind kind, InodeContent? content, InodeAttributes attributes)
    {
        byte[]? target = kind == EntryKind.Symlink ? content?.Target(inode) : null;
        bool isDevice = kind is EntryKind.CharDevice or EntryKind.BlockDevice;
        long size = Math.Max(0, content?.SizeOf(inode) ?? inode.Size(false));
        return new EntryMetadata
        {
            Kind = kind,
            Mode = (ushort)(inode.Mode & 0xFFF),
            Uid = inode.Uid,
            Gid = inode.Gid,
            Size = kind == EntryKind.File ? size : target?.Length ?? 0,
            DirectorySize = kind == EntryKind.Directory ? size : 0,
            Modified = inode.Modified,
            HasFraction = inode.HasFraction,
            Accessed = inode.Accessed,
            Changed = inode.Changed,
            Born = inode.Born,
            DeviceMajor = isDevice ? inode.Device.Major : 0,
            DeviceMinor = isDevice ? inode.Device.Minor : 0,
            Inode = inode.Number,
            Links = inode.Links,
            DataOffset = -1,
            LinkTarget = target,
            Xattrs = attributes.Read(inode),
        };
    }
}
