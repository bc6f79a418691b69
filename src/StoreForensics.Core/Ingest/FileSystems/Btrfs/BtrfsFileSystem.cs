using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs.Deleted;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>A btrfs, from its top subvolume down. Nothing is written.</summary>
internal sealed class BtrfsFileSystem : IFileSystem, IDeletedFiles
{
    private readonly BtrfsVolume _btrfs;
    private readonly BtrfsDeleted _deleted;
    private readonly FileTable _files = new();

    private readonly Lazy<IReadOnlyList<SnapshotFacts>> _snapshots;

    private BtrfsFileSystem(BtrfsVolume btrfs)
    {
        _btrfs = btrfs;
        _deleted = new BtrfsDeleted(btrfs);
        _snapshots = new Lazy<IReadOnlyList<SnapshotFacts>>(() => new Snapshots(_btrfs).All());
    }

    public FileSystemFacts Facts => _btrfs.Super.Facts with { Snapshots = _snapshots.Value };

    /// <summary>Whether the volume holds such a file system; a copy of the superblock will do.</summary>
    public static bool Recognises(IBlockSource blocks) => SuperBlocks.Find(blocks, null, default) is not null;

    /// <param name="blocks">The volume; stays open.</param>
    /// <param name="problems">Told of damage and of what is not understood.</param>
    /// <param name="origin">The volume in the evidence.</param>
    /// <exception cref="EvidenceFormatException">There is no superblock that can be used.</exception>
    public static BtrfsFileSystem Open(IBlockSource blocks, ProblemLog problems, Origin origin)
    {
        SuperBlock super = SuperBlocks.Find(blocks, problems, origin)
            ?? throw BtrfsProblems.Bad(BtrfsProblems.SuperBlock, "there is no superblock of btrfs that can be used");
        if (super.DeviceBytes > (ulong)blocks.Length)
            problems.Damage(BtrfsProblems.Shorter, origin,
                $"the file system has {super.DeviceBytes} bytes on this device, and the volume only {blocks.Length}: its end is missing");
        if ((super.Incompatible & ~IncompatibleFeatures.Known) is not 0 and var unknown)
            problems.Warn(BtrfsProblems.Feature, origin,
                $"the file system uses features that are not known (0x{(ulong)unknown:x}): what they change is not seen");
        if (super.ChecksumType != 0)
            problems.Warn(BtrfsProblems.Feature, origin, $"its checksums are of kind {super.ChecksumType}, and only those of kind 0 (CRC-32C) are checked");
        return new BtrfsFileSystem(BtrfsVolume.Open(blocks, super, problems, origin));
    }

    public void AddTo(EvidenceTreeBuilder tree, int directory, int number) => new BtrfsWalk(_btrfs, _files, tree, number).Run(directory);

    /// <inheritdoc/>
    /// <remarks>The number is that of a row of a table of subvolumes and inodes: inode numbers repeat.</remarks>
    public Stream Open(long content)
    {
        if (_files.Find(content) is not var (subvolume, number))
            throw BtrfsProblems.Bad(BtrfsProblems.NotAFile, $"there is no file {content}");
        Inode inode = subvolume.ReadInode(number);
        if (inode.Kind != EntryKind.File)
            throw BtrfsProblems.Bad(BtrfsProblems.NotAFile, $"inode {number} of tree {subvolume.Id} is no regular file");
        if (inode.Size < 0)
            throw BtrfsProblems.Bad(BtrfsProblems.Inode, $"inode {number} of tree {subvolume.Id} claims {(ulong)inode.Size} bytes");
        return _btrfs.OpenFile(subvolume, inode);
    }

    /// <inheritdoc/>
    public DeletedFiles Deleted(EvidenceTree live, int directory) => _deleted.Find();

    /// <inheritdoc/>
    public IUnusedSpace Unused => _deleted.Unused;

    /// <inheritdoc/>
    public Stream OpenDeleted(long content) => _deleted.Open(content);
}
