using StoreForensics.Ingest.FileSystems.Btrfs.Log;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>Finds subvolumes in the tree of trees.</summary>
internal sealed class Subvolumes(TreeBlocks blocks, Tree roots, SubvolumeLogs logs)
{
    /// <summary>A subvolume by its number.</summary>
    /// <exception cref="EvidenceFormatException">There is none, or its record is damaged.</exception>
    public Subvolume Open(ulong id)
    {
        // Of a snapshot the key's offset is the transaction that made it.
        if (roots.Last(new Key(id, ItemType.Root, ulong.MaxValue)) is not { } item || item.Key.Object != id || item.Key.Type != ItemType.Root)
            throw BtrfsProblems.Bad(BtrfsProblems.Subvolume, $"there is no record of subvolume {id}");
        if (item.Data.Length < BtrfsLayout.RootItemBytes || item.Bytes[238] >= BtrfsLayout.MaxLevels)
            throw BtrfsProblems.Bad(BtrfsProblems.Subvolume, $"the record of subvolume {id} is damaged");
        return new Subvolume(id, logs.Replayed(id, new Tree(blocks, new TreeRoot(item.Bytes.U64(176), item.Bytes[238], item.Bytes.U64(160)))));
    }

    /// <summary>Whether a name in a directory is that of the subvolume itself. A snapshot has the names of subvolumes that lay in its source, and not them
    /// (Linux fs/btrfs/inode.c, fixup_tree_root_location).</summary>
    public bool IsPlaced(ulong parent, ulong directory, ReadOnlySpan<byte> name, ulong child) =>
        roots.Get(new Key(parent, ItemType.RootReference, child)) is { } item && item.Data.Length >= BtrfsLayout.RootReferenceBytes
            && item.Bytes.U64(0) == directory && item.Bytes[BtrfsLayout.RootReferenceBytes..] is var own
            && own.Length >= item.Bytes.U16(16) && own[..item.Bytes.U16(16)].SequenceEqual(name);
}
