using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>What the inodes of file systems say alike; times have nanoseconds.</summary>
internal interface IInode
{
    ulong Number { get; }

    /// <summary>Permissions in the lower 12 bits; others are the file system's.</summary>
    uint Mode { get; }

    uint Uid { get; }

    uint Gid { get; }

    uint Links { get; }

    /// <summary>In bytes; negative is damage.</summary>
    long Size { get; }

    Timestamp Accessed { get; }

    Timestamp Modified { get; }

    Timestamp Changed { get; }

    /// <summary>Null where it is not recorded.</summary>
    Timestamp? Born { get; }

    /// <summary>Of a device node; of others without meaning.</summary>
    (uint Major, uint Minor) Device { get; }
}

/// <summary>What an inode says of its file, as the tree takes it.</summary>
internal static class InodeFacts
{
    /// <param name="inode">The inode, as it is or as it was.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="hasDevice">Whether a device's number is of the same time as the rest.</param>
    /// <param name="target">Of a link; null for others, and where it is not known.</param>
    /// <param name="attributes">Its own; null where they are not known.</param>
    /// <param name="place">Where the bytes are, as the tree takes it; negative for none.</param>
    public static EntryMetadata Of<T>(in T inode, EntryKind kind, bool hasDevice, byte[]? target, IReadOnlyList<ExtendedAttribute>? attributes, long place)
        where T : struct, IInode
    {
        bool isDevice = hasDevice && kind is (EntryKind.CharDevice or EntryKind.BlockDevice);
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
