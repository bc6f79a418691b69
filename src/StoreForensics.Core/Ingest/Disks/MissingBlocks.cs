using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>A part of known length that is not there: it keeps the place of what follows, and every read of it fails.</summary>
/// <param name="length">Bytes.</param>
/// <param name="what">What is missing, for the message; already escaped.</param>
internal sealed class MissingBlocks(long length, string what) : IBlockSource
{
    public long Length { get; } = length;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        if (!target.IsEmpty)
            throw new EvidenceFormatException(DiskProblems.MissingPart, $"{what} is missing", offset);
    }

    public void Dispose()
    {
    }
}
