using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>
/// Bytes of known number that are read by position: a file, the medium inside a disk image, a partition of it. There is no cursor, so sources compose, and
/// several threads may read at once.
/// </summary>
internal interface IBlockSource : IDisposable
{
    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>Fills the whole span from that byte on. What the source knows to be a hole is zeros.</summary>
    /// <exception cref="EvidenceFormatException">The range leaves the source, or the medium
    /// or the image cannot be read there. The offset is in this source.</exception>
    void ReadAt(long offset, Span<byte> target);

    /// <summary>The first run that ends after a byte and may hold more than zeros; as <see cref="IHoles.NextData"/>.</summary>
    DataRun NextData(long from) => new(Math.Min(from, Length), Length);
}
