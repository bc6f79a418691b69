using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Ext4.Journal;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>
/// Names of what was deleted: from the copies of directory blocks in the journal, and from what is left of the blocks of deleted directories. A name is given
/// to the use of an inode that there was when the block was written, and to none where that cannot be told.
/// </summary>
internal sealed class NameHistory(Ext4Blocks ext4, JournalHistory journal, InodeHistory inodes, InodeTables tables, OldMaps maps)
{
    private readonly Dictionary<long, (uint Number, Incarnation? Deleted)> _ownerOf = [];
    private bool _hasLive;

    /// <param name="live">The tree of what is there.</param>
    /// <param name="root">The file system's root in it.</param>
    public void Collect(EvidenceTree live, int root)
    {
        Incarnation[] directories = [.. inodes.All.Where(i => i is { Kind: EntryKind.Directory, Alive: not null })];
        foreach (Incarnation directory in directories)
        {
            foreach (long block in maps.BlocksOf(directory))
                _ownerOf[block] = (directory.Number, directory);
        }
        byte[] bytes = new byte[ext4.Super.BlockBytes];
        foreach (JournalCopy copy in journal.Copies)
        {
            if (tables.FirstInode(copy.Block) is not uint first)
                TakeCopy(copy, bytes, live, root);
            else if (ext4.Super.Has(Incompatible.InlineData))
                TakeInline(copy, first, bytes);
        }
        foreach (Incarnation directory in directories)
            TakeFromDisk(directory, bytes);
        foreach (Incarnation one in inodes.All)
            one.Names.Sort((a, b) => b.Sequence.CompareTo(a.Sequence) is not 0 and var later ? later : a.Name.AsSpan().SequenceCompareTo(b.Name));
    }

    private void TakeCopy(in JournalCopy copy, byte[] bytes, EvidenceTree live, int root)
    {
        ext4.Blocks.ReadAt(copy.Bytes.Offset, bytes);
        uint? self = DirectoryCopy.SelfOf(bytes);
        if (self is null && !DirectoryCopy.LooksLike(bytes))
            return;
        if (self is null && !_ownerOf.ContainsKey(copy.Block))
            AddLiveOwners(live, root);
        uint number = self ?? (_ownerOf.TryGetValue(copy.Block, out (uint Number, Incarnation? Deleted) known) ? known.Number : 0);
        if (number == 0)
            return;
        Incarnation? owner = inodes.At(number, copy.Sequence, out bool isLive);
        uint? generation = owner?.Generation ?? (isLive ? tables.Now(number)?.Generation : null);
        if (generation is uint drawn && DirectoryCopy.IsOf(ext4, number, drawn, bytes))
            TakeNames(bytes, number, owner, copy.Sequence, string.Create(CultureInfo.InvariantCulture,
                $"the directory block in transaction {copy.Sequence} (block {copy.At} of the journal)"));
    }

    // Small directories lie in their inodes: the parent's number, then entries, in the block field and behind it (inlinedata.rst).
    private void TakeInline(in JournalCopy copy, uint first, byte[] bytes)
    {
        ext4.Blocks.ReadAt(copy.Bytes.Offset, bytes);
        var attributes = new InodeAttributes(ext4);
        for (int slot = 0; slot < bytes.Length / ext4.Super.InodeBytes; slot++)
        {
            var inode = new Inode(first + (uint)slot, bytes.AsMemory(slot * ext4.Super.InodeBytes, ext4.Super.InodeBytes));
            if (inode.Kind != EntryKind.Directory || !inode.Has(InodeFlags.InlineData) || inode.Links == 0)
                continue;
            Incarnation? owner = inodes.At(inode.Number, copy.Sequence, out bool isLive);
            if (owner is null ? !isLive : owner.Generation != inode.Generation)
                continue;
            string where = string.Create(CultureInfo.InvariantCulture,
                $"the directory in inode {inode.Number} in transaction {copy.Sequence} (block {copy.At} of the journal)");
            TakeNames(inode.BlockField[sizeof(uint)..], inode.Number, owner, copy.Sequence, where);
            TakeNames(attributes.InlineRest(inode), inode.Number, owner, copy.Sequence, where);
        }
    }

    // The block itself, if nobody has written over it.
    private void TakeFromDisk(Incarnation directory, byte[] bytes)
    {
        foreach (long block in maps.BlocksOf(directory))
        {
            try
            {
                ext4.ReadBlock(block, bytes);
            }
            catch (EvidenceFormatException)
            {
                continue;
            }
            bool isOwn = DirectoryCopy.SelfOf(bytes) is uint self ? self == directory.Number : DirectoryCopy.LooksLike(bytes);
            if (isOwn && ext4.Super.Has(ReadOnlyCompatible.MetadataChecksums) && DirectoryCopy.IsOf(ext4, directory.Number, directory.Generation, bytes))
                TakeNames(bytes, directory.Number, directory, directory.Last, string.Create(CultureInfo.InvariantCulture,
                    $"what is left of the directory in block {block}"));
        }
    }

    private void TakeNames(ReadOnlySpan<byte> bytes, uint parent, Incarnation? owner, long sequence, string where)
    {
        var entries = new DirectoryBlock(bytes);
        while (entries.MoveNext())
        {
            ReadOnlySpan<byte> name = entries.Current.Name;
            if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) || inodes.At(entries.Current.Inode, sequence, out _) is not { } named)
                continue;
            Add(named, parent, owner, name, sequence, where);
        }
    }

    private static void Add(Incarnation named, uint parent, Incarnation? owner, ReadOnlySpan<byte> name, long sequence, string where)
    {
        for (int i = 0; i < named.Names.Count; i++)
        {
            NameAt known = named.Names[i];
            if (known.Parent != parent || known.Owner != owner || !name.SequenceEqual(known.Name))
                continue;
            if (known.Sequence < sequence)
                named.Names[i] = known with { Sequence = sequence, Where = where };
            return;
        }
        if (named.Names.Count < 64)
            named.Names.Add(new NameAt(parent, owner, name.ToArray(), sequence, where));
    }

    // Directories of several blocks only: the first says itself whose it is.
    private void AddLiveOwners(EvidenceTree live, int root)
    {
        if (_hasLive)
            return;
        _hasLive = true;
        for (int node = root; node < live.Count; node++)
        {
            if (live[node].Kind == EntryKind.Directory && live.Extra(node) is { Inode: > 0 and <= uint.MaxValue } extra
                && extra.DirectorySize > ext4.Super.BlockBytes && tables.Now((uint)extra.Inode) is { } inode)
            {
                foreach (long block in maps.BlocksOf(inode))
                    _ownerOf.TryAdd(block, (inode.Number, null));
            }
        }
    }
}
