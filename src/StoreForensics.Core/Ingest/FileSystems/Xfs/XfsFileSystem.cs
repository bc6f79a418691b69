using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Deleted;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Ingest.FileSystems.Xfs.Log;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>An XFS file system of version 4 or 5. A log that was not played back is, in memory. Nothing is written.</summary>
internal sealed class XfsFileSystem : IFileSystem, IDeletedFiles
{
    private readonly XfsVolume _xfs;
    private readonly XfsDeleted _deleted;

    private XfsFileSystem(XfsVolume xfs, FileSystemFacts facts, XfsDeleted deleted) => (_xfs, Facts, _deleted) = (xfs, facts, deleted);

    public FileSystemFacts Facts { get; }

    /// <summary>Whether the volume holds such a file system; a copy of the superblock will do.</summary>
    public static bool Recognises(IBlockSource blocks)
    {
        try
        {
            return SuperBlocks.Find(blocks, null, default, out _) is not null;
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    /// <param name="blocks">The volume; stays open.</param>
    /// <param name="problems">Told of damage and of what is not understood.</param>
    /// <param name="origin">The volume in the evidence.</param>
    /// <exception cref="EvidenceFormatException">There is no superblock that can be used.</exception>
    public static XfsFileSystem Open(IBlockSource blocks, ProblemLog problems, Origin origin)
    {
        SuperBlock super = SuperBlocks.Find(blocks, problems, origin, out bool isCopy)
            ?? throw XfsProblems.Bad(XfsProblems.SuperBlock, "there is no superblock of XFS that can be used");
        if (super.BlockCount > blocks.Length / super.BlockBytes)
            problems.Damage(XfsProblems.Shorter, origin,
                $"the file system has {super.BlockCount} blocks of {super.BlockBytes} bytes, and the volume only {blocks.Length} bytes: its end is missing");
        if ((super.Incompatible & ~IncompatibleFeatures.Known) is not 0 and var unknown)
            problems.Warn(XfsProblems.Feature, origin,
                $"the file system uses features that are not known (0x{(uint)unknown:x}): what they change is not seen");
        if ((super.Incompatible & IncompatibleFeatures.NeedsRepair) != 0)
            problems.Warn(XfsProblems.Feature, origin with { Offset = 0 }, "the file system is marked as in need of repair: a repair of it was begun and not finished");
        // A copy of the superblock may be older than the log's place.
        (OverlaidSectors? replayed, string? words) = isCopy ? (null, null) : LogReplay.Over(blocks, super, problems, origin);
        if (replayed is null)
            return new XfsFileSystem(new XfsVolume(blocks, super, problems, origin), super.Facts, new XfsDeleted(blocks, blocks, super, origin));
        super = Replayed(replayed) ?? super;
        return new XfsFileSystem(new XfsVolume(replayed, super, problems, origin, replayed), super.Facts with { Replay = words },
            new XfsDeleted(blocks, replayed, super, origin));
    }

    // The file system may have grown; the checksum that the log has of it is an older one.
    private static SuperBlock? Replayed(OverlaidSectors volume)
    {
        try
        {
            byte[] sector = new byte[XfsLayout.BasicBlockBytes];
            volume.ReadAt(0, sector);
            return SuperBlock.Parse(sector);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    public void AddTo(EvidenceTreeBuilder tree, int directory, int number) => new XfsWalk(_xfs, tree, number).Run(directory);

    /// <inheritdoc/>
    /// <remarks>The number is the inode's.</remarks>
    public Stream Open(long content)
    {
        Inode inode = _xfs.ReadInode((ulong)content);
        if (inode.Kind != EntryKind.File)
            throw XfsProblems.Bad(XfsProblems.NotAFile, $"inode {content} is no regular file");
        if (inode.IsRealtime)
            throw XfsProblems.Bad(XfsProblems.Realtime, $"inode {content} has its bytes on a real-time device, which is not this one");
        if (inode.Size < 0)
            throw XfsProblems.Bad(XfsProblems.Inode, $"inode {content} claims {(ulong)inode.Size} bytes");
        return new MappedStream(_xfs.Blocks, _xfs.Super.BlockBytes, ForkMap.OfData(_xfs, inode), inode.Size);
    }

    /// <inheritdoc/>
    public DeletedFiles Deleted(EvidenceTree live, int directory) => _deleted.Find(live, directory);

    /// <inheritdoc/>
    public IUnusedSpace Unused => _deleted.Unused;

    /// <inheritdoc/>
    public Stream OpenDeleted(long content) => _deleted.Open(content);
}
