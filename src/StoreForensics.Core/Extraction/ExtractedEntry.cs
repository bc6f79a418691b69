using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Extraction;

/// <summary>One entry on its way out. <see cref="Path"/> is valid until the next entry.</summary>
/// <param name="Path">Where it goes: relative to the target, names joined by <c>/</c>, no leading slash; empty for the view's own root.</param>
/// <param name="Entry">The version that shows.</param>
public readonly record struct ExtractedEntry(ReadOnlyMemory<byte> Path, ViewEntry Entry)
{
    public EntryKind Kind => Entry.Facts.Kind;

    /// <summary>Permission and set-id bits.</summary>
    public ushort Mode => Entry.Facts.Mode;

    /// <summary>The owner inside the container, where the store remaps ids.</summary>
    public uint Uid => Entry.Layer.Store.UserNamespace?.UidInContainer(Entry.Facts.Uid) ?? Entry.Facts.Uid;

    /// <inheritdoc cref="Uid"/>
    public uint Gid => Entry.Layer.Store.UserNamespace?.GidInContainer(Entry.Facts.Gid) ?? Entry.Facts.Gid;

    /// <summary>Null when the evidence does not tell.</summary>
    public Timestamp? Modified => Entry.Known.Modified;

    /// <summary>Whether the copy kept the mode; else <see cref="Mode"/> is the copy's own.</summary>
    public bool HasMode => Entry.Known.Mode is not null;

    /// <summary>Whether the copy kept the owner; else <see cref="Uid"/> and <see cref="Gid"/> are the copy's own.</summary>
    public bool HasOwner => Entry.Known.Uid is not null;

    /// <summary>Access, change and birth time, device numbers.</summary>
    public NodeExtra Extra => Entry.Tree.Extra(Entry.Node);

    public ReadOnlySpan<byte> LinkTarget => Entry.Tree.LinkTarget(Entry.Node);

    /// <summary>Extended attributes in the order recorded, without the marks that the union file system keeps for itself and shows nobody.</summary>
    public IEnumerable<ExtendedAttribute> Xattrs
    {
        get
        {
            IWhiteouts whiteouts = Entry.Layer.Files!.Whiteouts;
            return Extra.Xattrs?.Where(x => !whiteouts.IsOwnXattr(x.Name)) ?? [];
        }
    }
}
