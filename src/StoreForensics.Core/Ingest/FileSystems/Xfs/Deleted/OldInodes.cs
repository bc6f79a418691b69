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
        // Those in blocks of their own may be another's by now.
        bool hasAttributes = use.HasAttributes && inode.AttributeFormat == ForkFormat.Local && certainty != Certainty.Name;
        return InodeFacts.Of(inode, use.Kind, use.HasFork, target, hasAttributes ? _attributes.Read(inode) : null, -1);
    }
}
