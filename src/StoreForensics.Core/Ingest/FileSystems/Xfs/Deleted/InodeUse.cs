using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>One use of an inode that ended: numbers are used again, and <c>di_gen</c> tells the uses apart.</summary>
internal sealed class InodeUse : IOldInode
{
    public required ulong Number { get; init; }

    public required uint Generation { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>The first record of the log that shows it.</summary>
    public required ulong First { get; init; }

    /// <summary>The last that shows it with a name left; null: none does.</summary>
    public ulong? Alive { get; set; }

    /// <summary>The inode as that one has it.</summary>
    public required byte[] Bytes { get; set; }

    /// <summary>Whether the data fork in those is of the same time.</summary>
    public bool HasFork { get; set; }

    /// <summary>Whether the attribute fork is.</summary>
    public bool HasAttributes { get; set; }

    /// <summary>The first record after which it was no more; null where none shows that.</summary>
    public ulong? Ended { get; set; }

    /// <summary>When it lost its last name: the change time that it was left with.</summary>
    public Timestamp? Removed { get; set; }

    /// <summary>Whether it has no name any more and is still there, because something has it open.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The newest first, once all are known.</summary>
    public List<OldName> Names { get; } = [];

    IOldName? IOldInode.NewestName => Names.Count > 0 ? Names[0] : null;

    public Inode Inode(int coreBytes) => new(Number, 0, Bytes, coreBytes);
}

/// <summary>A name that a directory had.</summary>
/// <param name="Parent">The directory's inode.</param>
/// <param name="Owner">The directory, if it was deleted; null: a live one.</param>
/// <param name="Name">As on disk.</param>
/// <param name="Lsn">The record of the log that has it.</param>
internal sealed record OldName(ulong Parent, InodeUse? Owner, byte[] Name, ulong Lsn) : IOldName
{
    ulong IOldName.Directory => Parent;

    IOldInode? IOldName.Owner => Owner;
}
