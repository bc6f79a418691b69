using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Ingest.FileSystems.Xfs.Log;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>Blocks and inodes of one file system, by the numbers that it gives them: the group in the high bits, the place in it in the low.
/// Thread-safe.</summary>
/// <param name="blocks">The volume, as its log left it.</param>
/// <param name="super">Its superblock.</param>
/// <param name="problems">Takes damage.</param>
/// <param name="origin">The volume in the evidence.</param>
/// <param name="replayed">What the log replaced of it; null when nothing.</param>
internal sealed class XfsVolume(IBlockSource blocks, SuperBlock super, ProblemLog problems, Origin origin, OverlaidSectors? replayed = null)
{
    private readonly BlockPieces _pieces = new(blocks);

    public SuperBlock Super => super;

    public IBlockSource Blocks => blocks;

    /// <inheritdoc cref="ProblemLog.DamageTold"/>
    public long DamageTold => problems.DamageTold;

    /// <summary>Tells of damage at a byte of the volume.</summary>
    public void Damage(string code, long? offset, string message) => problems.Damage(code, origin with { Offset = offset }, message);

    /// <inheritdoc cref="Damage"/>
    public void Warn(string code, long? offset, string message) => problems.Warn(code, origin with { Offset = offset }, message);

    /// <summary>A fault in the program met while reading.</summary>
    public void Fault(Exception e) => problems.Fault(origin, e);

    /// <summary>Whether a structure's checksum is right, or says nothing: there are none in version 4, and the log has parts of structures, which get theirs
    /// only when they are written to their place.</summary>
    /// <param name="bytes">All that it covers.</param>
    /// <param name="at">Where it stands in them.</param>
    /// <param name="offset">Where they lie on the volume.</param>
    public bool IsIntact(ReadOnlySpan<byte> bytes, int at, long offset) =>
        !super.HasChecksums || bytes.IsChecksumRight(at) || IsReplayed(offset, bytes.Length);

    /// <summary>Whether any of the bytes come from the log.</summary>
    public bool IsReplayed(long offset, int length) => replayed?.Holds(offset, length) ?? false;

    /// <summary>The block's number counted over all groups without gaps.</summary>
    /// <param name="block">As the file system numbers it.</param>
    /// <param name="count">Blocks from there on, all in one group.</param>
    /// <exception cref="EvidenceFormatException">They lie outside of the file system.</exception>
    public long Linear(ulong block, long count)
    {
        ulong group = block >> super.AgBlocksLog, inGroup = block & ((1UL << super.AgBlocksLog) - 1);
        if (group < super.AgCount && inGroup < super.AgBlocks && count <= super.AgBlocks - (long)inGroup)
        {
            long linear = ((long)group * super.AgBlocks) + (long)inGroup;
            if (linear <= super.BlockCount - count)
                return linear;
        }
        throw XfsProblems.Bad(XfsProblems.Extents, $"{count} blocks from {inGroup} of group {group} on lie outside of the file system");
    }

    /// <summary>Fills the span from a block on that <see cref="Linear"/> gave.</summary>
    public void ReadBlocks(long linear, Span<byte> target) => blocks.ReadAt(linear * super.BlockBytes, target);

    /// <summary>The first byte of an inode on the volume.</summary>
    /// <exception cref="EvidenceFormatException">There can be no such inode.</exception>
    public long OffsetOf(ulong number)
    {
        int inGroupLog = super.AgBlocksLog + super.InodesPerBlockLog;
        ulong group = number >> inGroupLog, inGroup = number & ((1UL << inGroupLog) - 1), block = inGroup >> super.InodesPerBlockLog;
        if (group >= super.AgCount || block >= super.AgBlocks || number == 0 || (group * super.AgBlocks) + block >= (ulong)super.BlockCount)
            throw XfsProblems.Bad(XfsProblems.Inode, $"inode {number} lies outside of the file system");
        long linear = ((long)group * super.AgBlocks) + (long)block, index = (long)(inGroup & ((1UL << super.InodesPerBlockLog) - 1));
        return (linear * super.BlockBytes) + (index * super.InodeBytes);
    }

    /// <exception cref="EvidenceFormatException">There is no such inode, or it cannot be read.</exception>
    public Inode ReadInode(ulong number)
    {
        long offset = OffsetOf(number);
        ReadOnlyMemory<byte> bytes = _pieces.Read(offset, super.InodeBytes);
        ReadOnlySpan<byte> b = bytes.Span;
        if (b.U16(0) != XfsLayout.InodeMagic)
            throw XfsProblems.Bad(XfsProblems.Inode, $"inode {number} has no mark: it was never written, or is overwritten", offset);
        var inode = new Inode(number, offset, bytes, super.InodeCoreBytes);
        if (inode.Version is not (1 or 2 or 3) || (inode.Version == 3) != super.HasChecksums)
            throw XfsProblems.Bad(XfsProblems.Inode, $"inode {number} is of version {inode.Version}, which this file system does not have", offset);
        if (super.HasChecksums)
            Check(inode, b);
        return inode;
    }

    private void Check(in Inode inode, ReadOnlySpan<byte> b)
    {
        if (b.U64(152) != inode.Number)
            throw XfsProblems.Bad(XfsProblems.Inode, $"where inode {inode.Number} should be, inode {b.U64(152)} stands", inode.Offset);
        if (!IsIntact(b, XfsLayout.InodeChecksumAt, inode.Offset))
            Warn(XfsProblems.Checksum, inode.Offset, $"the checksum of inode {inode.Number} is wrong: it was altered or torn");
    }
}
