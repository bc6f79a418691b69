namespace StoreForensics.Reports.Parquet;

/// <summary>
/// Keys of rows that differ between evidences, so that a question over many hosts may join by key alone: 31 bits of the evidence's number above 32 of the
/// row's.
/// That two evidences of a case have the same 31 bits is one in four thousand among a thousand hosts: whoever reads a case looks.
/// </summary>
internal static class CaseKeys
{
    private const int RowBits = 32;

    /// <summary>The upper half of all keys of an evidence.</summary>
    public static long Of(long evidence) => evidence & 0x7fffffff;

    /// <exception cref="IOException">There are more rows than numbers.</exception>
    public static long Of(long evidence, long row) => row is >= 0 and < 1L << RowBits ? (Of(evidence) << RowBits) | row
        : throw new IOException("an evidence with more than 4294967295 rows of a kind does not fit into a Parquet case");
}
