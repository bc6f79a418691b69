using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>
/// Finds the descriptors of the groups: the first copy, else, where that is damaged, one of those that stand behind the copies of the superblock or,
/// with meta_bg, in the second and the last group of each group of groups (group_descr.rst; Linux fs/ext4/super.c, descriptor_loc). Thread-safe.
/// </summary>
/// <param name="blocks">The volume.</param>
/// <param name="super">Its superblock.</param>
/// <param name="problems">Told of copies that had to be used, and of descriptors without a good one.</param>
/// <param name="origin">The volume in the evidence.</param>
internal sealed class GroupDescriptors(IBlockSource blocks, SuperBlock super, ProblemLog problems, Origin origin)
{
    private readonly BlockPieces _pieces = new(blocks);
    private readonly BackupGroups _backups = new(super);

    // With the first descriptors in this copy, the others most likely are too.
    private long _lastGood;

    /// <summary>The descriptor of a group and where it stands.</summary>
    /// <exception cref="EvidenceFormatException">No copy can be read.</exception>
    public (ReadOnlyMemory<byte> Bytes, long Offset) Of(long group)
    {
        long first = At(FirstBlock(group / super.DescriptorsPerBlock), group);
        ReadOnlyMemory<byte>? bytes = TryRead(first);
        string? fault = bytes is { } b ? GroupDescriptor.Fault(super, group, b.Span) : "it cannot be read";
        if (fault is null)
            return (bytes!.Value, first);
        foreach (long backup in Copies(group / super.DescriptorsPerBlock))
        {
            long offset = At(BlockIn(backup, group / super.DescriptorsPerBlock), group);
            if (TryRead(offset) is not { } copy || GroupDescriptor.Fault(super, group, copy.Span) is not null)
                continue;
            _lastGood = backup;
            problems.Warn(Ext4Problems.DescriptorBackup, origin with { Offset = first - (first % super.BlockBytes) },
                $"the descriptor of group {group} is damaged ({fault}); its copy in group {backup}, at byte {offset}, is used, as are those of others in its block");
            return (copy, offset);
        }
        if (bytes is null)
            throw Ext4Problems.Bad(Ext4Problems.Inode, $"the descriptor of group {group} cannot be read, in no copy", first);
        if (fault == GroupDescriptor.WrongChecksum) // of the others who needs it says what is missing
            problems.Warn(Ext4Problems.Checksum, origin with { Offset = first }, $"the checksum of the descriptor of group {group} is wrong, in each copy");
        return (bytes.Value, first);
    }

    // The copy that was good last goes first.
    private IEnumerable<long> Copies(long number)
    {
        long last = _lastGood;
        return last != 0 && !IsMeta(number) ? _backups.Of().Where(g => g != last).Prepend(last) : IsMeta(number) ? MetaCopies(number) : _backups.Of();
    }

    private IEnumerable<long> MetaCopies(long number)
    {
        long group = number * super.DescriptorsPerBlock;
        return ((long[])[group + 1, group + super.DescriptorsPerBlock - 1]).Where(g => g > group && g < super.GroupCount).Distinct();
    }

    private bool IsMeta(long number) => super.Has(Incompatible.MetaGroups) && number >= super.FirstMetaGroup;

    private long At(long block, long group) => (block * super.BlockBytes) + (group % super.DescriptorsPerBlock * super.DescriptorBytes);

    private long FirstBlock(long number)
    {
        if (IsMeta(number))
            return BlockIn(number * super.DescriptorsPerBlock, number);
        long superBlock = super.FirstDataBlock == 0 && super.BlockBytes > 1024 ? 0 : 1;
        return superBlock + 1 + number;
    }

    // Behind the superblock's copy, if the group has one. With bigalloc and blocks of 1 KiB the first one is in block 1 of group 0, which begins at 0.
    private long BlockIn(long group, long number)
    {
        long start = super.FirstDataBlock + (group * super.BlocksPerGroup);
        if (!IsMeta(number))
            return start + 1 + number;
        long skip = _backups.Has(group) ? 1 : 0;
        if (super.BlockBytes == 1024 && group == 0 && super.FirstDataBlock == 0)
            skip++;
        return start + skip;
    }

    private ReadOnlyMemory<byte>? TryRead(long offset)
    {
        try
        {
            return offset <= blocks.Length - super.DescriptorBytes ? _pieces.Read(offset, super.DescriptorBytes) : default(ReadOnlyMemory<byte>?);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
