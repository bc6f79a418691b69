using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>
/// One use of an inode that ended: numbers are used again, and <c>i_generation</c>, drawn anew for each, tells the uses apart (inodes.rst).
/// </summary>
internal sealed class Incarnation : IOldInode
{
    public required uint Number { get; init; }

    public required uint Generation { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>When it was made; null where the inode is too small to say.</summary>
    public required Timestamp? Born { get; init; }

    /// <summary>The first transaction that shows it.</summary>
    public required long First { get; init; }

    /// <summary>The last transaction that shows it with a name left; null: none does.</summary>
    public long? Alive { get; set; }

    /// <summary>The inode as that transaction wrote it, or, where none did, as it was left.</summary>
    public required byte[] Bytes { get; set; }

    /// <summary>The block of the journal that those are from; null: the inode table.</summary>
    public uint? At { get; set; }

    /// <summary>The first transaction after which it was no more; null where none shows that.</summary>
    public long? Ended { get; set; }

    /// <summary>Whether it has no name any more and is still there, because something has it open.</summary>
    public bool IsOpen { get; set; }

    /// <summary>When it was deleted, as the inode says; null where none does.</summary>
    public Timestamp? Removed { get; set; }

    /// <summary>What names it had, the newest first.</summary>
    public List<NameAt> Names { get; } = [];

    IOldName? IOldInode.NewestName => Names.Count > 0 ? Names[0] : null;

    public Inode Inode => new(Number, Bytes);

    /// <summary>The same without its block of attributes, which may be another's by now.</summary>
    public Inode Alone()
    {
        byte[] alone = [.. Bytes];
        alone.AsSpan(0x68, sizeof(uint)).Clear();
        alone.AsSpan(0x76, sizeof(ushort)).Clear();
        return new Inode(Number, alone);
    }

    /// <summary>Orders what had one block or one name: the later is greater.</summary>
    public long Last => Alive ?? First;
}

/// <summary>A name as a copy of a directory's block has it.</summary>
/// <param name="Parent">The directory's inode.</param>
/// <param name="Owner">The directory, if it was deleted; null: a live one.</param>
/// <param name="Name">As on disk.</param>
/// <param name="Sequence">The transaction that wrote the block; of a block of the disk, the last that shows the directory.</param>
/// <param name="Where">The block in words.</param>
internal sealed record NameAt(uint Parent, Incarnation? Owner, byte[] Name, long Sequence, string Where) : IOldName
{
    ulong IOldName.Directory => Parent;

    IOldInode? IOldName.Owner => Owner;
}
