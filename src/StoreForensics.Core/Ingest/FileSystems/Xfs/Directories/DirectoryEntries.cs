namespace StoreForensics.Ingest.FileSystems.Xfs.Directories;

/// <summary>Takes a name of a directory.</summary>
/// <param name="inode">What it names.</param>
/// <param name="name">As on disk.</param>
/// <param name="offset">Where the entry stands on the volume.</param>
internal delegate void TakeName(ulong inode, ReadOnlySpan<byte> name, long offset);

/// <summary>The names of one block of a directory (<c>xfs_dir2_data_entry</c>, <c>xfs_dir2_data_unused</c>).</summary>
/// <param name="entries">What lies between the block's header and the hashes behind the names.</param>
/// <param name="hasTypes">Whether a byte behind each name says what it is.</param>
internal ref struct DirectoryEntries(ReadOnlySpan<byte> entries, bool hasTypes)
{
    private const ushort UnusedMark = 0xFFFF;
    private const int SmallestEntryBytes = 16;

    private readonly ReadOnlySpan<byte> _entries = entries;
    private int _next;

    /// <summary>The current entry's first byte, counted from that of the first.</summary>
    public int At { get; private set; }

    public ulong Inode { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Where the entries stop making sense; -1 when they end as they should.</summary>
    public int DamagedAt { get; private set; } = -1;

    public bool MoveNext()
    {
        while (_next <= _entries.Length - 8)
        {
            ReadOnlySpan<byte> entry = _entries[_next..];
            At = _next;
            bool isUnused = entry.U16(0) == UnusedMark;
            int length = isUnused ? entry.U16(2) : Length(entry);
            if (length < 8 || (length & 7) != 0 || length > entry.Length)
                return Break();
            _next += length;
            if (isUnused)
                continue;
            Inode = entry.U64(0);
            Name = entry.Slice(9, entry[8]);
            return true;
        }
        return false;
    }

    // Inode, length, name, type where there is one, the entry's own place in the block; in steps of eight. No name is empty.
    private readonly int Length(ReadOnlySpan<byte> entry) =>
        entry.Length < SmallestEntryBytes || entry[8] == 0 ? 0 : (9 + entry[8] + (hasTypes ? 1 : 0) + 2 + 7) & ~7;

    private bool Break()
    {
        DamagedAt = _next;
        _next = _entries.Length;
        return false;
    }
}
