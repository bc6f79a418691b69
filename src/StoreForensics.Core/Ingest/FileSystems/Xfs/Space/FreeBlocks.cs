using StoreForensics.Ingest.FileSystems.Unused;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Space;

/// <summary>
/// Which blocks are free, by the tree of free space by block of each group (<c>xfs_agf</c>, <c>xfs_alloc_rec</c>; Linux 6.12 fs/xfs/libxfs/xfs_format.h).
/// A group whose tree cannot be read counts as taken.
/// </summary>
internal sealed class FreeBlocks
{
    private const uint GroupMagic = 0x58414746, OldMagic = 0x41425442, NewMagic = 0x41423342; // XAGF, ABTB, AB3B
    private const int OldHeaderBytes = 16, NewHeaderBytes = 56, RecordBytes = 8, MostLevels = 8;

    private readonly List<BlockSpan> _spans = [];
    private readonly XfsVolume _xfs;

    private FreeBlocks(XfsVolume xfs) => _xfs = xfs;

    /// <summary>In ascending order; blocks are counted over all groups without gaps.</summary>
    public IReadOnlyList<BlockSpan> Spans => _spans;

    /// <summary>Groups that could not be read.</summary>
    public int Unreadable { get; private set; }

    public static FreeBlocks Read(XfsVolume xfs)
    {
        var free = new FreeBlocks(xfs);
        for (uint group = 0; group < xfs.Super.AgCount; group++)
        {
            int before = free._spans.Count;
            try
            {
                free.ReadGroup(group);
            }
            catch (EvidenceFormatException)
            {
                free._spans.RemoveRange(before, free._spans.Count - before);
                free.Unreadable++;
            }
        }
        return free;
    }

    /// <summary>How many blocks from one on are free, and at most so many; 0: it is taken.</summary>
    public long FreeFrom(long block, long most)
    {
        int low = 0, high = _spans.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_spans[middle].Start <= block)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? 0 : Math.Clamp(_spans[low - 1].Start + _spans[low - 1].Count - block, 0, most);
    }

    private void ReadGroup(uint group)
    {
        byte[] sector = new byte[XfsLayout.BasicBlockBytes];
        _xfs.Blocks.ReadAt((group * (long)_xfs.Super.AgBlocks * _xfs.Super.BlockBytes) + _xfs.Super.SectorBytes, sector);
        ReadOnlySpan<byte> b = sector;
        if (b.U32(0) != GroupMagic || b.U32(8) != group)
            throw XfsProblems.Bad(XfsProblems.Extents, $"group {group} has no header of free space");
        uint levels = b.U32(28);
        if (levels is 0 or > MostLevels)
            throw XfsProblems.Bad(XfsProblems.Extents, $"the tree of free space of group {group} claims {levels} levels");
        Read(group, b.U32(16), (int)levels - 1, 0);
    }

    // In order of blocks: a tree that is not is damaged, and one that comes back to itself cannot be.
    private long Read(uint group, uint block, int level, long from)
    {
        byte[] bytes = new byte[_xfs.Super.BlockBytes];
        _xfs.ReadBlocks(_xfs.Linear(((ulong)group << _xfs.Super.AgBlocksLog) | block, 1), bytes);
        ReadOnlySpan<byte> b = bytes;
        bool isNew = _xfs.Super.HasChecksums;
        int header = isNew ? NewHeaderBytes : OldHeaderBytes, count = b.U16(6), room = (bytes.Length - header) / (level == 0 ? RecordBytes : RecordBytes + 4);
        if (b.U32(0) != (isNew ? NewMagic : OldMagic) || b.U16(4) != level || count > room)
            throw XfsProblems.Bad(XfsProblems.Extents, $"block {block} of group {group} is no node of its tree of free space");
        for (int i = 0; i < count; i++)
        {
            int at = header + (i * RecordBytes);
            if (level > 0)
            {
                if (b.U32(at) < from)
                    throw XfsProblems.Bad(XfsProblems.Extents, $"the tree of free space of group {group} is out of order");
                from = Read(group, b.U32(header + (room * RecordBytes) + (i * 4)), level - 1, Math.Max(from, b.U32(at)));
                continue;
            }
            uint start = b.U32(at), blocks = b.U32(at + 4);
            if (start < from || blocks == 0)
                throw XfsProblems.Bad(XfsProblems.Extents, $"the tree of free space of group {group} is out of order");
            _spans.Add(new BlockSpan(_xfs.Linear(((ulong)group << _xfs.Super.AgBlocksLog) | start, blocks), blocks));
            from = start + blocks;
        }
        return from;
    }
}
