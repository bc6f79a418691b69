using System.Buffers.Binary;
using System.Text;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Log;

/// <summary>
/// Plays the log of one subvolume back in memory, in the kernel's order (Linux 6.12 fs/btrfs/tree-log.c, replay_one_buffer): inodes and the names that are gone
/// from directories, then the names that directories have, then names as inodes record them, attributes and extents, last the numbers of links.
/// </summary>
internal sealed class LogReplay(ReplayedTree tree, ITree log, uint sectorBytes, Action<EvidenceFormatException> damaged)
{
    private const int GenerationAt = 0, SizeAt = 16, LinksAt = 40, ModeAt = 52;
    private const uint Format = 0xF000, DirectoryFormat = 0x4000, FileFormat = 0x8000;

    private readonly Dictionary<ulong, ReplayedDirectory> _directories = [];
    private readonly HashSet<ulong> _counted = [];
    private readonly HashSet<ulong> _ignored = [];
    private readonly ExtentReplay _extents = new(tree, sectorBytes);

    /// <summary>How many inodes the log holds.</summary>
    public int Inodes { get; private set; }

    public void Run()
    {
        Each(ItemType.Inode, TakeInode);
        Each(ItemType.DirectoryIndex, TakeName);
        Each(ItemType.Xattr, item => tree.Put(item.Key, item.Data));
        Each(ItemType.Reference, TakeReferences);
        Each(ItemType.ExtendedReference, TakeReferences);
        Each(ItemType.Extent, item => _extents.Put(item));
        CountLinks();
        foreach ((ulong inode, ReplayedDirectory directory) in _directories.Where(d => d.Value.Growth != 0))
            Change(inode, bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SizeAt),
                Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(SizeAt)) + directory.Growth)));
    }

    private void Each(byte type, Action<Item> take)
    {
        foreach (Item item in log.Range(new Key(BtrfsLayout.FirstFree, 0, 0), new Key(BtrfsLayout.LastFree, byte.MaxValue, ulong.MaxValue), damaged))
        {
            if (item.Key.Type != type || _ignored.Contains(item.Key.Object))
                continue;
            try
            {
                take(item);
            }
            catch (EvidenceFormatException e)
            {
                damaged(e);
            }
        }
    }

    private void TakeInode(Item item)
    {
        if (item.Data.Length < BtrfsLayout.InodeBytes)
            throw BtrfsProblems.Bad(BtrfsProblems.Inode, $"inode {item.Key.Object} in the log has {item.Data.Length} bytes");
        // A file that never had a name, or has none any more.
        if (item.Bytes.U32(LinksAt) == 0)
        {
            _ignored.Add(item.Key.Object);
            return;
        }
        Inodes++;
        DropAttributes(item.Key.Object);
        uint format = item.Bytes.U32(ModeAt) & Format;
        if (format == DirectoryFormat)
            DropNames(item.Key.Object);
        Overwrite(item, format);
        if (format == FileFormat && tree.Get(item.Key) is { } now)
            _extents.Truncate(item.Key.Object, (long)now.Bytes.U64(SizeAt));
        _counted.Add(item.Key.Object);
    }

    private void DropAttributes(ulong inode)
    {
        foreach (Item item in tree.Range(new Key(inode, ItemType.Xattr, 0), new Key(inode, ItemType.Xattr, ulong.MaxValue), damaged).ToArray())
        {
            if (log.Get(item.Key) is null)
                tree.Remove(item.Key);
        }
    }

    // Where the log answers for a range of numbers, a name that it does not have is gone.
    private void DropNames(ulong inode)
    {
        var first = new Key(inode, ItemType.LoggedIndexes, 0);
        foreach (Item range in log.Range(first, first with { Offset = ulong.MaxValue }, damaged))
        {
            if (range.Data.Length < sizeof(ulong))
                continue;
            ulong end = range.Bytes.U64(0);
            ReplayedDirectory directory = Directory(inode);
            foreach ((ulong index, string name) in directory.Numbers.Where(n => n.Key >= range.Key.Offset && n.Key <= end).OrderBy(n => n.Key).ToArray())
            {
                if (!LogHas(inode, index, name))
                    Unlink(inode, name);
            }
        }
    }

    private bool LogHas(ulong directory, ulong index, string name)
    {
        if (log.Get(new Key(directory, ItemType.DirectoryIndex, index)) is not { } item)
            return false;
        var records = new NamedItems(item.Bytes);
        return records.MoveNext() && ReplayedDirectory.Latin(records.Name) == name;
    }

    // Logged only because it is there (generation 0): what is known of it stays, but for a size.
    private void Overwrite(in Item item, uint format)
    {
        byte[] bytes = item.Data.ToArray();
        Item? known = tree.Get(item.Key);
        if (known is { Data.Length: >= BtrfsLayout.InodeBytes } old)
        {
            uint oldFormat = old.Bytes.U32(ModeAt) & Format;
            if (item.Bytes.U64(GenerationAt) == 0)
            {
                if (format != FileFormat || oldFormat != FileFormat || item.Bytes.U64(SizeAt) == 0)
                    return;
                bytes = old.Data.ToArray();
                item.Bytes.Slice(SizeAt, sizeof(ulong)).CopyTo(bytes.AsSpan(SizeAt));
            }
            else if (format == DirectoryFormat && oldFormat == DirectoryFormat)
            {
                old.Bytes.Slice(SizeAt, sizeof(ulong)).CopyTo(bytes.AsSpan(SizeAt));
            }
        }
        else if (format == DirectoryFormat)
        {
            bytes.AsSpan(SizeAt, sizeof(ulong)).Clear();
        }
        tree.Put(item.Key, bytes);
    }

    private void TakeName(Item item)
    {
        var records = new NamedItems(item.Bytes);
        if (!records.MoveNext() || tree.Get(new Key(item.Key.Object, ItemType.Inode, 0)) is null)
            return;
        string name = ReplayedDirectory.Latin(records.Name);
        Key location = records.Location;
        ReplayedDirectory directory = Directory(item.Key.Object);
        bool exists = tree.Get(location) is not null;
        (ulong Index, Key Location)? byName = directory.Find(name);
        if (byName is { } same && same.Index == item.Key.Offset && same.Location == location)
            return;
        if (exists && byName is { } other && other.Location != location)
            Unlink(item.Key.Object, name);
        if (exists && directory.At(item.Key.Offset) is { } there && directory.Find(there)?.Location != location)
            Unlink(item.Key.Object, there);
        // The inode's own record in the log puts it there later.
        if (!exists || IsRecorded(location.Object, item.Key.Object, name))
            return;
        if (directory.Find(name) is not null)
            Unlink(item.Key.Object, name);
        directory.Add(name, item.Key.Offset, location, item.Data);
        AddReference(location.Object, new NameReference(item.Key.Object, item.Key.Offset, Encoding.Latin1.GetBytes(name)));
    }

    private bool IsRecorded(ulong inode, ulong parent, string name) => NameReferences.OfInode(log, inode).Any(n => n.Parent == parent
        && ReplayedDirectory.Latin(n.Name.Span) == name);

    private void TakeReferences(Item item)
    {
        ulong inode = item.Key.Object;
        // A subvolume's root records itself, under a name that no directory has.
        List<NameReference> names = [.. NameReferences.Of(item).Where(n => n.Parent != inode)];
        if (names.Count == 0)
            return;
        foreach (NameReference name in names)
        {
            // Not every directory above was logged: then only the names that directories have count.
            if (tree.Get(new Key(name.Parent, ItemType.Inode, 0)) is null)
                return;
            Place(inode, name);
        }
        // Names of the same directory that the log's record has no more.
        if (tree.Get(item.Key) is { } known)
        {
            foreach (NameReference old in NameReferences.Of(known).Where(o => !names.Exists(n => IsSameName(n, o))))
                UnlinkOwn(inode, old);
        }
        tree.Put(item.Key, item.Data);
    }

    private static bool IsSameName(NameReference one, NameReference other) => one.Parent == other.Parent && one.Name.Span.SequenceEqual(other.Name.Span);

    private void Place(ulong inode, NameReference name)
    {
        string text = ReplayedDirectory.Latin(name.Name.Span);
        ReplayedDirectory directory = Directory(name.Parent);
        if (directory.Find(text) is { } found && found.Index == name.Index && found.Location.Object == inode && found.Location.Type == ItemType.Inode)
            return;
        foreach (NameReference old in NameReferences.OfInode(tree, inode).Where(o => o.Parent == name.Parent).ToArray())
        {
            if (!IsRecorded(inode, old.Parent, ReplayedDirectory.Latin(old.Name.Span)))
                UnlinkOwn(inode, old);
        }
        if (directory.At(name.Index) is { } there)
            Unlink(name.Parent, there);
        if (directory.Find(text) is not null)
            Unlink(name.Parent, text);
        directory.Add(text, name.Index, new Key(inode, ItemType.Inode, 0), null);
        _counted.Add(inode);
    }

    private void UnlinkOwn(ulong inode, in NameReference name)
    {
        string text = ReplayedDirectory.Latin(name.Name.Span);
        if (Directory(name.Parent).Find(text) is { } found && found.Location.Object == inode)
            Unlink(name.Parent, text);
        else
            RemoveReference(inode, name);
    }

    private void Unlink(ulong parent, string name)
    {
        ReplayedDirectory directory = Directory(parent);
        if (directory.Find(name) is not { } found)
            return;
        directory.Remove(name);
        if (found.Location.Type != ItemType.Inode)
            return;
        RemoveReference(found.Location.Object, new NameReference(parent, found.Index, Encoding.Latin1.GetBytes(name)));
        _counted.Add(found.Location.Object);
    }

    private void AddReference(ulong inode, in NameReference name)
    {
        var key = new Key(inode, ItemType.Reference, name.Parent);
        tree.Put(key, NameReferences.With(tree.Get(key) is { } known ? known.Bytes : [], name));
        _counted.Add(inode);
    }

    private void RemoveReference(ulong inode, NameReference name)
    {
        foreach (Item item in tree.Range(new Key(inode, ItemType.Reference, 0), new Key(inode, ItemType.ExtendedReference, ulong.MaxValue), damaged).ToArray())
        {
            ReadOnlyMemory<byte> left = NameReferences.Without(item, name);
            if (left.Length == item.Data.Length)
                continue;
            if (left.IsEmpty)
                tree.Remove(item.Key);
            else
                tree.Put(item.Key, left);
            return;
        }
    }

    // What has no name any more is gone, and what was in such a directory with it.
    private void CountLinks()
    {
        var pending = new Queue<ulong>(_counted);
        var emptied = new HashSet<ulong>();
        while (pending.TryDequeue(out ulong inode))
        {
            if (tree.Get(new Key(inode, ItemType.Inode, 0)) is not { Data.Length: >= BtrfsLayout.InodeBytes } item)
                continue;
            uint links = (uint)NameReferences.OfInode(tree, inode).Count();
            if (links != item.Bytes.U32(LinksAt) && inode != BtrfsLayout.FirstFree)
                Change(inode, bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(LinksAt), links));
            if (links > 0 || inode == BtrfsLayout.FirstFree || (item.Bytes.U32(ModeAt) & Format) != DirectoryFormat || !emptied.Add(inode))
                continue;
            foreach (string name in Directory(inode).Numbers.OrderBy(n => n.Key).Select(n => n.Value).ToArray())
            {
                if (Directory(inode).Find(name) is { Location.Type: ItemType.Inode } child)
                    pending.Enqueue(child.Location.Object);
                Unlink(inode, name);
            }
        }
    }

    private void Change(ulong inode, Action<byte[]> change)
    {
        var key = new Key(inode, ItemType.Inode, 0);
        if (tree.Get(key) is not { Data.Length: >= BtrfsLayout.InodeBytes } item)
            return;
        byte[] bytes = item.Data.ToArray();
        change(bytes);
        tree.Put(key, bytes);
    }

    private ReplayedDirectory Directory(ulong inode)
    {
        if (!_directories.TryGetValue(inode, out ReplayedDirectory? directory))
            _directories[inode] = directory = new ReplayedDirectory(tree, inode);
        return directory;
    }
}
