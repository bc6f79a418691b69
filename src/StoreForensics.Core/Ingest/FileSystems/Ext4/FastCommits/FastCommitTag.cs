using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Ext4.FastCommits;

/// <summary>Kinds of records in the fast commit area (Linux fs/ext4/fast_commit.h).</summary>
internal enum FastCommitKind : ushort
{
    AddRange = 1,
    DeleteRange = 2,
    Create = 3,
    Link = 4,
    Unlink = 5,
    Inode = 6,
    Pad = 7,
    Tail = 8,
    Head = 9,
}

/// <summary>One record: little-endian, unlike the rest of the journal. All fields but those of its kind are 0.</summary>
/// <param name="kind">What it says.</param>
/// <param name="value">Its bytes behind kind and length; never shorter than <see cref="LeastBytes"/>.</param>
internal readonly struct FastCommitTag(FastCommitKind kind, ReadOnlyMemory<byte> value)
{
    /// <summary>Bytes of kind and length.</summary>
    public const int HeaderBytes = 4;

    private const int ExtentAt = 4;
    private const int NameAt = 8;

    public FastCommitKind Kind => kind;

    /// <summary>The inode that an <see cref="FastCommitKind.Inode"/> or a range is of, or the directory that a name is in.</summary>
    public uint First => U32(0);

    /// <summary>The inode that a name is of.</summary>
    public uint Named => U32(4);

    public ReadOnlySpan<byte> Name => value.Span[NameAt..];

    /// <summary>An inode as it stood, without its tail of attributes.</summary>
    public ReadOnlySpan<byte> InodeBytes => value.Span[4..];

    /// <summary>The first block of a range in its file.</summary>
    public long Logical => U32(ExtentAt);

    /// <summary>Blocks of a range that was added, and whether they were written.</summary>
    public (long Blocks, bool IsWritten) Added => BinaryPrimitives.ReadUInt16LittleEndian(value.Span[(ExtentAt + 4)..]) is var length
        && length <= Ext4Layout.MaxWrittenExtent ? (length, true) : (length - Ext4Layout.MaxWrittenExtent, false);

    public long Physical => BinaryPrimitives.ReadUInt32LittleEndian(value.Span[(ExtentAt + 8)..])
        | ((long)BinaryPrimitives.ReadUInt16LittleEndian(value.Span[(ExtentAt + 6)..]) << 32);

    /// <summary>Blocks of a range that was deleted.</summary>
    public long Deleted => U32(8);

    /// <summary>The transaction that a fast commit adds to.</summary>
    public uint Transaction => kind == FastCommitKind.Head ? U32(4) : U32(0);

    /// <summary>Of the head: 0 is all that is known.</summary>
    public uint Features => U32(0);

    public uint Checksum => U32(4);

    /// <summary>The least bytes of a kind's value; null for kinds that do not exist.</summary>
    public static int? LeastBytes(FastCommitKind kind) => kind switch
    {
        FastCommitKind.AddRange => 16,
        FastCommitKind.DeleteRange => 12,
        FastCommitKind.Create or FastCommitKind.Link or FastCommitKind.Unlink => NameAt + 1,
        FastCommitKind.Inode => 4 + Ext4Layout.SmallInodeBytes,
        FastCommitKind.Pad => 0,
        FastCommitKind.Tail or FastCommitKind.Head => 8,
        _ => null,
    };

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(value.Span[at..]);
}
