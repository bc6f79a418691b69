using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// What the wrapping says of one entry, before it goes into the <see cref="EvidenceTree"/>. Plain data; a reader fills what its format holds.
/// </summary>
public struct EntryMetadata
{
    public EntryKind Kind;

    /// <summary>Permission and set-id bits only, 12 bits.</summary>
    public ushort Mode;
    public uint Uid;
    public uint Gid;

    /// <summary>Bytes of a regular file (a sparse one's full size); a symlink's target length; 0 for the rest, in every wrapping.</summary>
    public long Size;

    /// <summary>Bytes that a directory's names take, as its file system records; 0 where the wrapping does not say.</summary>
    public long DirectorySize;

    public Timestamp? Modified;

    /// <summary>False where the wrapping holds whole seconds only, so that a zero fraction proves nothing.</summary>
    public bool HasFraction;
    public Timestamp? Accessed;
    public Timestamp? Changed;
    public Timestamp? Born;

    public uint DeviceMajor;
    public uint DeviceMinor;

    /// <summary>0 where the wrapping has none.</summary>
    public ulong Inode;

    /// <summary>Names of this file as recorded by the file system; 0 where the wrapping does not say and names are counted instead.</summary>
    public uint Links;

    /// <summary>Where the reader finds the bytes again: meaning belongs to the source (a tar's data offset). -1: none.</summary>
    public long DataOffset;

    /// <summary>Target of a symlink, as recorded.</summary>
    public byte[]? LinkTarget;

    /// <summary>Extended attributes in the order recorded; null when none.</summary>
    public IReadOnlyList<ExtendedAttribute>? Xattrs;
}

/// <summary>One extended attribute; the name with its namespace (<c>trusted.overlay.opaque</c>), the value as bytes.</summary>
public readonly record struct ExtendedAttribute(string Name, byte[] Value);
