using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>RAID 10 (Linux <c>drivers/md/raid10.c</c>, 6.1): every chunk in near copies beside each other, and in far copies further on.</summary>
internal sealed class MdTenBlocks : BlockwiseDisk
{
    private const uint OffsetBit = 1 << 16;

    private readonly IReadOnlyList<IBlockSource> _members;
    private readonly int _near;
    private readonly int _far;
    private readonly bool _isOffset;
    private readonly int _farSet;
    private readonly long _stride;

    private MdTenBlocks(IReadOnlyList<IBlockSource> members, MdSuper super, long length, int farSet, long stride)
        : base("RAID 10", length, super.ChunkBytes)
    {
        (_members, _farSet, _stride) = (members, farSet, stride);
        (_near, _far, _isOffset) = ((int)(super.Layout & 0xFF), (int)(super.Layout >> 8 & 0xFF), (super.Layout & OffsetBit) != 0);
    }

    /// <param name="super">The array.</param>
    /// <param name="members">In their order.</param>
    /// <exception cref="EvidenceFormatException">Its geometry cannot be.</exception>
    public static MdTenBlocks Of(MdSuper super, IReadOnlyList<IBlockSource> members)
    {
        int near = (int)(super.Layout & 0xFF), far = (int)(super.Layout >> 8 & 0xFF), disks = members.Count;
        uint sets = super.Layout >> 17;
        if (near == 0 || far == 0 || near * far > disks || sets > 2 || super.ChunkBytes < MdLayout.SectorBytes)
            throw MdSuper.Bad($"RAID 10 of layout 0x{super.Layout:x} over {disks} members with chunks of {super.ChunkBytes} bytes", 0);
        int farSet = sets switch { 0 => disks, 1 => disks / far, _ => near * far };
        if (disks % farSet != 0)
            throw MdSuper.Bad($"RAID 10 of layout 0x{super.Layout:x} over {disks} members, whose far sets are not equal", 0);
        long perMember = super.Size / super.ChunkBytes;
        long chunks = perMember / far * disks / near;
        long used = ((chunks * near * far) + disks - 1) / disks;
        bool isOffset = (super.Layout & OffsetBit) != 0;
        return new MdTenBlocks(members, super, chunks * super.ChunkBytes, farSet, (isOffset ? 1 : used / far) * super.ChunkBytes);
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        EvidenceFormatException? first = null;
        long chunk = block * _near;
        int disk = (int)(chunk % _members.Count);
        long at = chunk / _members.Count * (_isOffset ? _far : 1) * BlockBytes;
        for (int near = 0; near < _near; near++)
        {
            int place = disk;
            for (int far = 0; far < _far; far++)
            {
                if (TryRead(place, at + (far * _stride) + start, target, ref first))
                    return;
                place = (place / _farSet * _farSet) + ((place + _near) % _farSet);
            }
            if (++disk == _members.Count)
                (disk, at) = (0, at + BlockBytes);
        }
        throw first!;
    }

    private bool TryRead(int member, long at, Span<byte> target, ref EvidenceFormatException? first)
    {
        try
        {
            _members[member].ReadAt(at, target);
            return true;
        }
        catch (EvidenceFormatException damage)
        {
            first ??= damage;
            return false;
        }
    }
}
