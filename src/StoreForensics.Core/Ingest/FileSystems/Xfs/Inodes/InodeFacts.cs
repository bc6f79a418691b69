using StoreForensics.Evidence;

namespace StoreForensics.Ingest.FileSystems.Xfs.Inodes;

/// <summary>What an inode says of its file, as the tree takes it.</summary>
internal static class InodeFacts
{
    /// <param name="inode">The inode, as it is or as it was.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="hasFork">Whether its data fork is of the same time: of a device that has the number.</param>
    /// <param name="target">Of a link; null for others, and where it is not known.</param>
    /// <param name="attributes">Its own; null where they are not known.</param>
    /// <param name="place">Where the bytes are, as the tree takes it; negative for none.</param>
    public static EntryMetadata Of(in Inode inode, EntryKind kind, bool hasFork, byte[]? target, IReadOnlyList<ExtendedAttribute>? attributes, long place)
    {
        bool isDevice = hasFork && kind is (EntryKind.CharDevice or EntryKind.BlockDevice);
        return new EntryMetadata
        {
            Kind = kind,
            Mode = (ushort)(inode.Mode & 0xFFF),
            Uid = inode.Uid,
            Gid = inode.Gid,
            Size = kind == EntryKind.File ? Math.Max(0, inode.Size) : target?.Length ?? 0,
            DirectorySize = kind == EntryKind.Directory ? Math.Max(0, inode.Size) : 0,
            Modified = inode.Modified,
            HasFraction = true,
            Accessed = inode.Accessed,
            Changed = inode.Changed,
            Born = inode.Born,
            DeviceMajor = isDevice ? inode.Device.Major : 0,
            DeviceMinor = isDevice ? inode.Device.Minor : 0,
            Inode = inode.Number,
            Links = inode.Links,
            DataOffset = place,
            LinkTarget = target,
            Xattrs = attributes,
        };
    }
}
