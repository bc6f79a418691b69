using System.Buffers.Binary;
using System.Text;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Log;

/// <summary>The names of one directory while a log is played back: to be found by name and by number.</summary>
internal sealed class ReplayedDirectory
{
    private readonly ReplayedTree _tree;
    private readonly ulong _inode;
    private readonly Dictionary<string, (ulong Index, Key Location)> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, string> _byIndex = [];

    public ReplayedDirectory(ReplayedTree tree, ulong inode)
    {
        (_tree, _inode) = (tree, inode);
        var first = new Key(inode, ItemType.DirectoryIndex, 0);
        foreach (Item item in tree.Range(first, first with { Offset = ulong.MaxValue }, static _ => { }))
        {
            var records = new NamedItems(item.Bytes);
            if (records.MoveNext())
                Note(Latin(records.Name), item.Key.Offset, records.Location);
        }
    }

    /// <summary>Bytes by which the directory's size grew: each name counts twice (Linux fs/btrfs/inode.c, btrfs_add_link).</summary>
    public long Growth { get; private set; }

    /// <summary>The names with their numbers, in no order.</summary>
    public IReadOnlyCollection<KeyValuePair<ulong, string>> Numbers => _byIndex;

    /// <summary>What a name leads to; null when it is not there.</summary>
    public (ulong Index, Key Location)? Find(string name) => _byName.TryGetValue(name, out (ulong, Key) found) ? found : null;

    /// <summary>The name of that number; null when there is none.</summary>
    public string? At(ulong index) => _byIndex.GetValueOrDefault(index);

    /// <summary>Puts a name in: the item as a log has it, or null to make one.</summary>
    public void Add(string name, ulong index, Key location, ReadOnlyMemory<byte>? item)
    {
        Note(name, index, location);
        Growth += 2 * name.Length;
        _tree.Put(new Key(_inode, ItemType.DirectoryIndex, index), item ?? Item(name, location));
    }

    /// <summary>Takes a name out, here and under its hash.</summary>
    public void Remove(string name)
    {
        if (!_byName.Remove(name, out (ulong Index, Key) known))
            return;
        _byIndex.Remove(known.Index);
        Growth -= 2 * name.Length;
        _tree.Remove(new Key(_inode, ItemType.DirectoryIndex, known.Index));
        byte[] bytes = Encoding.Latin1.GetBytes(name);
        var hashed = new Key(_inode, ItemType.DirectoryHash, NameReferences.Hash(bytes));
        if (_tree.Get(hashed) is not { } item)
            return;
        var left = new List<byte>();
        for (var records = new NamedItems(item.Bytes); records.MoveNext();)
        {
            if (!records.Name.SequenceEqual(bytes))
                left.AddRange(records.Whole);
        }
        if (left.Count == 0)
            _tree.Remove(hashed);
        else
            _tree.Put(hashed, left.ToArray());
    }

    public static string Latin(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);

    private void Note(string name, ulong index, Key location)
    {
        _byName[name] = (index, location);
        _byIndex[index] = name;
    }

    private static byte[] Item(string name, Key location)
    {
        byte[] bytes = new byte[BtrfsLayout.DirectoryItemBytes + name.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, location.Object);
        bytes[8] = location.Type;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(9), location.Offset);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(27), (ushort)name.Length);
        Encoding.Latin1.GetBytes(name, bytes.AsSpan(BtrfsLayout.DirectoryItemBytes));
        return bytes;
    }
}
