using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>Numbers the regular files of all subvolumes. Filled before it is asked.</summary>
internal sealed class FileTable
{
    private readonly List<(Subvolume Subvolume, ulong Inode)> _rows = [];

    /// <summary>The row of a file that is added.</summary>
    public long Add(Subvolume subvolume, ulong inode)
    {
        _rows.Add((subvolume, inode));
        return _rows.Count - 1;
    }

    /// <summary>Null when there is no such row.</summary>
    public (Subvolume Subvolume, ulong Inode)? Find(long row) => row >= 0 && row < _rows.Count ? _rows[(int)row] : null;
}
