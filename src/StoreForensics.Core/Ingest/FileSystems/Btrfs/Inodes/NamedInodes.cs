using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>What an inode says of a name. Damage becomes problems.</summary>
internal sealed class NamedInodes(BtrfsVolume btrfs)
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
        return InodeFacts.Of(inode, kind, hasDevice: true, target, _attributes.Read(subvolume, inode.Number), -1);
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
