namespace StoreForensics.Ingest.FileSystems.Xfs.Extents;

/// <summary>A stretch of a fork (<c>xfs_bmbt_rec</c>, 16 bytes): 1 bit, 54, 52, 21.</summary>
/// <param name="First">Its first block in the fork.</param>
/// <param name="Block">Where that lies, as the file system numbers blocks.</param>
/// <param name="Count">How many blocks follow each other.</param>
/// <param name="IsUnwritten">They were reserved, and read as zeros.</param>
internal readonly record struct Extent(long First, ulong Block, int Count, bool IsUnwritten)
{
    public const int Bytes = 16;

    public static Extent Parse(ReadOnlySpan<byte> record)
    {
        ulong high = record.U64(0), low = record.U64(8);
        return new Extent((long)((high >> 9) & ((1UL << 54) - 1)), ((high & 0x1FF) << 43) | (low >> 21), (int)(low & 0x1FFFFF), high >> 63 != 0);
    }
}
