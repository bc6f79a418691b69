using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>Where the inode tables lie, and what is in them now.</summary>
internal sealed class InodeTables
{
    private readonly Ext4Blocks _ext4;
    private readonly (long Start, long Group)[] _starts;
    private readonly long _blocks;

    /// <param name="ext4">The file system as it is now.</param>
    public InodeTables(Ext4Blocks ext4)
    {
        _ext4 = ext4;
        _blocks = (((long)ext4.Super.InodesPerGroup * ext4.Super.InodeBytes) + ext4.Super.BlockBytes - 1) / ext4.Super.BlockBytes;
        var starts = new List<(long, long)>();
        for (long group = 0; group < Math.Min(ext4.Super.GroupCount, 1 << 22); group++)
        {
            if (StartOf(group) is long start)
                starts.Add((start, group));
        }
        starts.Sort();
        _starts = [.. starts];
    }

    /// <summary>The first inode of a block, if that is one of inodes.</summary>
    public uint? FirstInode(long block)
    {
        int low = 0, high = _starts.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_starts[middle].Start > block)
                high = middle - 1;
            else
                low = middle + 1;
        }
        if (high < 0 || block - _starts[high].Start >= _blocks)
            return null;
        long perBlock = _ext4.Super.BlockBytes / _ext4.Super.InodeBytes;
        long inode = (_starts[high].Group * _ext4.Super.InodesPerGroup) + ((block - _starts[high].Start) * perBlock) + 1;
        return inode <= _ext4.Super.InodeCount ? (uint)inode : null;
    }

    /// <summary>The inode as it is now; null when it cannot be read.</summary>
    public Inode? Now(uint number)
    {
        try
        {
            return _ext4.ReadInodeAsIs(number);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private long? StartOf(long group)
    {
        try
        {
            return _ext4.TableOf(group);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
