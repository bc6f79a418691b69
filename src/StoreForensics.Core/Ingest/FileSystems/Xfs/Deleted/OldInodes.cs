using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs.Attributes;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>What an older copy of an inode says of its file, as the tree takes it.</summary>
internal sealed class OldInodes(XfsVolume xfs)
{
    private readonly InodeAttributes _attributes = new(xfs);

    public EntryMetadata Describe(InodeUse use, Certainty certainty)
    {
        Inode inode = use.Inode(xfs.Super.InodeCoreBytes);
        byte[]? target = use.Kind == EntryKind.Symlink && inode.Format == ForkFormat.Local && use.HasFork ? LinkTarget.Of(xfs, inode) : null;
        bool isDevice = use.Kind is EntryKind.CharDevice or EntryKind.BlockDevice && use.HasFork;
        return new EntryMetadata
        {
            Kind = use.Kind,
            Mode = (ushort)(inode.Mode & 0xFFF),
            Uid = inode.Uid,
            Gid = inode.Gid,
            Size = use.Kind == EntryKind.File ? Math.Max(0, inode.Size) : target?.Length ?? 0,
            DirectorySize = use.Kind == EntryKind.Directory ? Math.Max(0, inode.Size) : 0,
            Modified = inode.Modified,
            HasFraction = true,
            Accessed = inode.Accessed,
            Changed = inode.Changed,
            Born = inode.Born,
            DeviceMajor = isDevice ? inode.Device.Major : 0,
            DeviceMinor = isDevice ? inode.Device.Minor : 0,
            Inode = use.Number,
            Links = inode.Links,
            DataOffset = -1,
            LinkTarget = target,
            // Those in blocks of their own may be another's by now.
            Xattrs = use.HasAttributes && inode.AttributeFormat == ForkFormat.Local && certainty != Certainty.Name ? _attributes.Read(inode) : null,
        };
    }
}
