namespace StoreForensics.Formats.Bolt;

/// <summary>
/// Offsets and flags of the bolt file format, version 2, as docker-storage-formats.md section 8 gives them from etcd-io/bbolt
/// <c>internal/common/{page,meta,bucket,inode}.go</c>. Integers are in the byte order of the machine that wrote the file.
/// </summary>
internal static class BoltLayout
{
    public const uint Magic = 0xED0CDAED;
    public const uint Version = 2;

    // Page header (8.1): id u64, flags u16, count u16, overflow u32. Continuation slots of an overflowing page have none.
    public const int PageHeaderSize = 16;
    public const int PageIdAt = 0;
    public const int PageFlagsAt = 8;
    public const int PageCountAt = 10;
    public const int PageOverflowAt = 12;

    public const ushort BranchFlag = 0x01;
    public const ushort LeafFlag = 0x02;
    public const ushort MetaFlag = 0x04;
    public const ushort FreelistFlag = 0x10;

    /// <summary>In a freelist: the true count follows. In a tree page: never written.</summary>
    public const ushort CountOverflow = 0xFFFF;

    // Meta body (8.1), at byte 16 of pages 0 and 1.
    public const int MetaSize = 64;
    public const int MetaMagicAt = 0;
    public const int MetaVersionAt = 4;
    public const int MetaPageSizeAt = 8;
    public const int MetaRootAt = 16;
    public const int MetaRootSequenceAt = 24;
    public const int MetaFreelistAt = 32;
    public const int MetaHighWaterAt = 40;
    public const int MetaTransactionAt = 48;
    public const int MetaChecksumAt = 56;

    /// <summary>The bytes under the checksum: everything before it.</summary>
    public const int MetaChecksummed = MetaChecksumAt;

    // Elements (8.2), after the page header; pos is relative to the element itself.
    public const int ElementSize = 16;
    public const int LeafFlagsAt = 0;
    public const int LeafPosAt = 4;
    public const int LeafKeySizeAt = 8;
    public const int LeafValueSizeAt = 12;
    public const int BranchPosAt = 0;
    public const int BranchKeySizeAt = 4;
    public const int BranchChildAt = 8;
    public const uint BucketElementFlag = 0x01;

    /// <summary>The library refuses longer keys (bbolt <c>bucket.go</c>, <c>MaxKeySize</c>).</summary>
    public const int MaxKeySize = 32768;

    // Bucket value (8.3): root page (0: inline, a pseudo-page follows), sequence.
    public const int BucketHeaderSize = 16;
    public const int BucketRootAt = 0;
    public const int BucketSequenceAt = 8;

    /// <summary>Where meta page 1 is looked for when meta page 0 is damaged: this, doubled up to <see cref="MaxPageSize"/>.</summary>
    public const int MinSearchedPageSize = 1024;
    public const int MinPageSize = 512;
    public const int MaxPageSize = 1024 << 14;

    /// <summary>The page size of nearly every machine, when the file does not say.</summary>
    public const int UsualPageSize = 4096;

    /// <summary>Bound on buckets inside buckets; containerd nests seven (8.4).</summary>
    public const int MaxBucketDepth = 32;

    /// <summary>Bound on pages from the root of the database to a leaf, through all buckets on the way.</summary>
    public const int MaxPageDepth = 64;

    /// <summary>FNV-1a-64 of the bytes, the meta pages' checksum.</summary>
    public static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte b in bytes)
            hash = (hash ^ b) * 0x100000001b3;
        return hash;
    }
}
