using System.Numerics;

namespace StoreForensics.Formats.Bolt;

/// <summary>How far a meta page can be trusted; a lower value is better.</summary>
internal enum BoltMetaState
{
    Valid,

    /// <summary>Checksum 0: boltdb and bbolt up to 1.3.6 accepted that.</summary>
    WithoutChecksum,

    /// <summary>Well-formed, but altered or torn since it was written.</summary>
    ChecksumDiffers,

    /// <summary>The magic number only.</summary>
    Unusable,
}

/// <summary>One of the two meta pages: the root of one complete state of the database (format reference, section 8.1).</summary>
internal readonly record struct BoltMeta
{
    /// <summary>Byte offset of the page, not of its body.</summary>
    public required long Offset { get; init; }

    public required bool IsBigEndian { get; init; }

    public required BoltMetaState State { get; init; }

    /// <summary>What is wrong, for a problem's message; null when nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>0 or 1, as its place says.</summary>
    public int Number => Offset == 0 ? 0 : 1;

    public required uint PageSize { get; init; }

    public required ulong RootPage { get; init; }

    public required ulong RootSequence { get; init; }

    /// <summary>First page that was never allocated.</summary>
    public required ulong HighWater { get; init; }

    public required ulong TransactionId { get; init; }

    public bool IsTrusted => State is BoltMetaState.Valid or BoltMetaState.WithoutChecksum;

    /// <summary>Null when the file ends before it or there is no magic number in either byte order.</summary>
    public static BoltMeta? Parse(ReadOnlySpan<byte> content, int pageOffset)
    {
        if (content.Length - pageOffset < BoltLayout.PageHeaderSize + BoltLayout.MetaSize)
            return null;
        ReadOnlySpan<byte> body = content.Slice(pageOffset + BoltLayout.PageHeaderSize, BoltLayout.MetaSize);
        bool isLittle = new BoltByteOrder(false).U32(body, BoltLayout.MetaMagicAt) == BoltLayout.Magic;
        var order = new BoltByteOrder(!isLittle);
        if (order.U32(body, BoltLayout.MetaMagicAt) != BoltLayout.Magic)
            return null;
        (BoltMetaState state, string? fault) = Judge(body, order);
        return new BoltMeta
        {
            Offset = pageOffset,
            IsBigEndian = order.IsBigEndian,
            State = state,
            Fault = fault,
            PageSize = order.U32(body, BoltLayout.MetaPageSizeAt),
            RootPage = order.U64(body, BoltLayout.MetaRootAt),
            RootSequence = order.U64(body, BoltLayout.MetaRootSequenceAt),
            HighWater = order.U64(body, BoltLayout.MetaHighWaterAt),
            TransactionId = order.U64(body, BoltLayout.MetaTransactionAt),
        };
    }

    private static (BoltMetaState State, string? Fault) Judge(ReadOnlySpan<byte> body, BoltByteOrder order)
    {
        uint version = order.U32(body, BoltLayout.MetaVersionAt);
        uint pageSize = order.U32(body, BoltLayout.MetaPageSizeAt);
        ulong checksum = order.U64(body, BoltLayout.MetaChecksumAt);
        if (version != BoltLayout.Version)
            return (BoltMetaState.Unusable, $"version {version} instead of {BoltLayout.Version}");
        if (!IsPageSize(pageSize))
            return (BoltMetaState.Unusable, $"page size {pageSize}");
        if (checksum == BoltLayout.Checksum(body[..BoltLayout.MetaChecksummed]))
            return (BoltMetaState.Valid, null);
        return checksum == 0
            ? (BoltMetaState.WithoutChecksum, "no checksum, as old versions of the library wrote")
            : (BoltMetaState.ChecksumDiffers, "its checksum does not match");
    }

    private static bool IsPageSize(uint size) => size is >= BoltLayout.MinPageSize and <= BoltLayout.MaxPageSize && BitOperations.IsPow2(size);
}
