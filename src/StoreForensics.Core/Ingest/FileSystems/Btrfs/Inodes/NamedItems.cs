using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>Goes through the records of an item of names: of a directory, or extended attributes (<c>btrfs_dir_item</c>), several where names have one
/// hash.</summary>
internal ref struct NamedItems(ReadOnlySpan<byte> item)
{
    private ReadOnlySpan<byte> _rest = item;

    /// <summary>What a name in a directory means: an inode, or a tree.</summary>
    public Key Location { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The whole record.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Of an attribute.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether what is left holds no record.</summary>
    public bool IsDamaged { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        int header = BtrfsLayout.DirectoryItemBytes;
        IsDamaged = _rest.Length < header || header + _rest.U16(25) + _rest.U16(27) > _rest.Length || _rest.U16(27) == 0;
        if (IsDamaged)
            return false;
        int value = _rest.U16(25), name = _rest.U16(27);
        Location = Key.Parse(_rest);
        Name = _rest.Slice(header, name);
        Value = _rest.Slice(header + name, value);
        Whole = _rest[..(header + name + value)];
        _rest = _rest[(header + name + value)..];
        return true;
    }
}
