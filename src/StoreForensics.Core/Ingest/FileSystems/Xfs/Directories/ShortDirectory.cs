using StoreForensics.Ingest.FileSystems.Xfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Xfs.Directories;

/// <summary>A directory whose names lie in its inode (<c>xfs_dir2_sf_hdr</c>, <c>xfs_dir2_sf_entry</c>); it has no <c>.</c> and <c>..</c>.</summary>
internal static class ShortDirectory
{
    /// <summary>Null when all names could be read, else how many of how many.</summary>
    public static string? Read(in Inode inode, bool hasTypes, TakeName take)
    {
        ReadOnlySpan<byte> fork = inode.DataFork;
        if (inode.Size >= 0 && inode.Size < fork.Length)
            fork = fork[..(int)inode.Size];
        if (fork.Length < 6)
            return "it has no header";
        int numberBytes = fork[1] == 0 ? 4 : 8, count = fork[1] == 0 ? fork[0] : Math.Max(fork[0], fork[1]), at = 2 + numberBytes;
        for (int i = 0; i < count; i++)
        {
            int name = at < fork.Length ? fork[at] : 0, number = at + 3 + name + (hasTypes ? 1 : 0);
            if (name == 0 || number > fork.Length - numberBytes)
                return $"its names break off after {i} of {count}";
            ulong target = numberBytes == 4 ? fork.U32(number) : fork.U64(number);
            take(target, fork.Slice(at + 3, name), inode.Offset + at);
            at = number + numberBytes;
        }
        return null;
    }
}
