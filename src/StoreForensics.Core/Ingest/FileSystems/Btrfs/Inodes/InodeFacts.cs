using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>What an inode says of a name. Damage becomes problems.</summary>
internal sealed class InodeFacts(BtrfsVolume btrfs)
{
    private readonly InodeAttributes _attributes = new((code, message) => btrfs.Damage(code, message));

    /// <summary>What stands for a subvolume that a snapshot does not hold, as the kernel shows it; its times there are those of looking.</summary>
    public static EntryMetadata Empty => new()
    {
        Kind = EntryKind.Directory,
        Mode = 0x1ED,
        Inode = BtrfsLayout.EmptySubvolumeInode,
        Links = 1,
        DataOffset = -1,
    };

    /// <summary>All but where the bytes are.</summary>
    public EntryMetadata Of(Subvolume subvolume, in Inode inode, EntryKind kind)
    {
        byte[]? target = kind == EntryKind.Symlink ? Target(subvolume, inode) : null;
        return Of(inode, kind, target, _attributes.Read(subvolume, inode.Number), -1);
    }

    /// <summary>The same of an inode whose link target and attributes were read elsewhere.</summary>
    /// <param name="inode">The inode.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="target">Of a link; null for others, and where it is not known.</param>
    /// <param name="attributes">Its own.</param>
    /// <param name="place">Where the bytes are, as the tree takes it; negative for none.</param>
    public static EntryMetadata Of(in Inode inode, EntryKind kind, byte[]? target, IReadOnlyList<ExtendedAttribute>? attributes, long place)
    {
        bool isDevice = kind is EntryKind.CharDevice or EntryKind.BlockDevice;
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

    private byte[]? Target(Subvolume subvolume, in Inode inode)
    {
        try
        {
            if (inode.Size is <= 0 or > BtrfsLayout.MaxTargetBytes)
                throw BtrfsProblems.Bad(BtrfsProblems.Inode, $"a symbolic link claims {inode.Size} bytes");
            byte[] target = new byte[inode.Size];
            using ExtentStream stream = btrfs.OpenFile(subvolume, inode);
            stream.ReadExactly(target);
            return target;
        }
        catch (EvidenceFormatException e)
        {
            btrfs.Damage(e.Code, $"inode {inode.Number} of tree {subvolume.Id}: the link's target cannot be read: {e.Message}", e.Offset);
            return null;
        }
    }
}
