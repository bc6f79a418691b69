using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>One name of a directory.</summary>
/// <param name="inode">Never 0.</param>
/// <param name="name">As on disk; <c>.</c> and <c>..</c> too.</param>
internal readonly ref struct DirectoryEntry(uint inode, ReadOnlySpan<byte> name)
{
    public readonly uint Inode = inode;
    public readonly ReadOnlySpan<byte> Name = name;
}

/// <summary>
/// The entries of one block of a directory (directory.rst, "Linear Directories"). The nodes of a hash tree look like blocks with no or two entries to who reads
/// them so, which is meant: all names are in the leaves.
/// </summary>
internal ref struct DirectoryBlock(ReadOnlySpan<byte> block)
{
    private const int HeaderBytes = 8;
    private readonly ReadOnlySpan<byte> _block = block;
    private int _at;

    public DirectoryEntry Current { get; private set; }

    /// <summary>Where the entries stop making sense; -1 when they end as they should.</summary>
    public int DamagedAt { get; private set; } = -1;

    public bool MoveNext()
    {
        while (_at <= _block.Length - HeaderBytes)
        {
            ReadOnlySpan<byte> entry = _block[_at..];
            uint inode = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            int length = Length(BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]), _block.Length);
            int name = entry[6]; // of the byte after it, a kind or the high half of a length that is never above 255, nothing is needed
            if (length < HeaderBytes || (length & 3) != 0 || length > entry.Length || name > length - HeaderBytes)
            {
                DamagedAt = _at;
                _at = _block.Length;
                return false;
            }
            _at += length;
            if (inode == 0 || name == 0)
                continue;
            Current = new DirectoryEntry(inode, entry.Slice(HeaderBytes, name));
            return true;
        }
        if (_at < _block.Length && _block.Length % 1024 == 0)
            DamagedAt = _at; // too little is left for an entry
        return false;
    }

    // With blocks of 64 KiB the two low bits hold the high ones (Linux fs/ext4/ext4.h, ext4_rec_len_from_disk).
    private static int Length(int recorded, int blockBytes)
    {
        if (blockBytes < 65536)
            return recorded;
        return recorded is 65535 or 0 ? blockBytes : (recorded & 65532) | ((recorded & 3) << 16);
    }
}
