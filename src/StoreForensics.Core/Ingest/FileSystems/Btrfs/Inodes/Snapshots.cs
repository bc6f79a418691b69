using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>Which subvolumes are snapshots, of what, and since when (<c>btrfs_root_item</c>).</summary>
internal sealed class Snapshots(BtrfsVolume btrfs)
{
    private const int MostSubvolumes = 1 << 16, MostDepth = 64;
    private const int UuidAt = 247, ParentAt = 263, ChangedAt = 295, MadeAt = 303, MadeTimeAt = 339, FlagsAt = 208, WholeBytes = 439;
    private const ulong ReadOnlyFlag = 1;

    private readonly Dictionary<ulong, EvidencePath?> _paths = new() { [BtrfsLayout.TopSubvolume] = default(EvidencePath) };

    /// <summary>In the order of their numbers. What cannot be read is left out: the walk tells of it.</summary>
    public IReadOnlyList<SnapshotFacts> All()
    {
        Dictionary<ulong, Item> roots = [];
        var last = new Key(BtrfsLayout.LastFree, ItemType.Root, ulong.MaxValue);
        foreach (Item item in btrfs.Roots.Range(new Key(BtrfsLayout.TopSubvolume, ItemType.Root, 0), last, static _ => { }))
        {
            bool isTree = item.Key.Object is BtrfsLayout.TopSubvolume or >= BtrfsLayout.FirstFree;
            if (item.Key.Type == ItemType.Root && isTree && item.Data.Length >= WholeBytes && roots.Count < MostSubvolumes)
                roots[item.Key.Object] = item;
        }
        var byUuid = new Dictionary<Guid, ulong>();
        foreach ((ulong id, Item item) in roots)
            byUuid.TryAdd(Uuid(item, UuidAt), id);
        ulong top = Default();
        var found = new List<SnapshotFacts>();
        foreach ((ulong id, Item item) in roots.OrderBy(r => r.Key))
        {
            if (Uuid(item, ParentAt) is var parent && parent != Guid.Empty && PathOf(id, 0) is { } path)
                found.Add(Describe(item, path, byUuid.TryGetValue(parent, out ulong of) ? PathOf(of, 0) : null, id == top));
        }
        return found;
    }

    private static SnapshotFacts Describe(Item item, EvidencePath path, EvidencePath? of, bool isDefault) => new()
    {
        Path = path,
        Of = of,
        MadeAt = item.Bytes.U64(MadeTimeAt) is > 0 and < 1UL << 40 and var seconds && item.Bytes.U32(MadeTimeAt + 8) is < 1_000_000_000 and var nanoseconds
            ? new Timestamp((long)seconds, (int)nanoseconds) : null,
        IsReadOnly = (item.Bytes.U64(FlagsAt) & ReadOnlyFlag) != 0,
        IsChanged = item.Bytes.U64(ChangedAt) > item.Bytes.U64(MadeAt),
        IsDefault = isDefault,
    };

    // Where its name stands: a directory of another subvolume (BTRFS_ROOT_BACKREF_KEY).
    private EvidencePath? PathOf(ulong id, int depth)
    {
        if (_paths.TryGetValue(id, out EvidencePath? known) || depth > MostDepth)
            return known;
        EvidencePath? path = null;
        try
        {
            var first = new Key(id, ItemType.RootBackReference, 0);
            Item? reference = btrfs.Roots.Range(first, first with { Offset = ulong.MaxValue }, null).Cast<Item?>().FirstOrDefault();
            if (reference is { } item && item.Data.Length >= BtrfsLayout.RootReferenceBytes && PathOf(item.Key.Offset, depth + 1) is { } outer)
            {
                ReadOnlySpan<byte> name = item.Bytes[BtrfsLayout.RootReferenceBytes..];
                EvidencePath directory = InodePath.Of(btrfs.Subvolumes.Open(item.Key.Offset), item.Bytes.U64(0));
                path = Joined(Joined(outer.Bytes, directory.Bytes).Bytes, name[..Math.Min(name.Length, item.Bytes.U16(16))]);
            }
        }
        catch (EvidenceFormatException)
        {
            // then it has no path
        }
        return _paths[id] = path;
    }

    private static EvidencePath Joined(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        new(one.IsEmpty ? other.ToArray() : other.IsEmpty ? one.ToArray() : (byte[])[.. one, (byte)'/', .. other]);

    // The directory of the tree of trees has one name.
    private ulong Default()
    {
        try
        {
            var first = new Key(BtrfsLayout.RootDirectory, ItemType.DirectoryHash, 0);
            foreach (Item item in btrfs.Roots.Range(first, first with { Offset = ulong.MaxValue }, null))
            {
                var names = new NamedItems(item.Bytes);
                while (names.MoveNext())
                {
                    if (names.Name.SequenceEqual("default"u8))
                        return names.Location.Object;
                }
            }
        }
        catch (EvidenceFormatException)
        {
            // then it is the top one
        }
        return BtrfsLayout.TopSubvolume;
    }

    private static Guid Uuid(Item item, int at) => new(item.Bytes.Slice(at, 16), bigEndian: true);
}
