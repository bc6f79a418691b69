using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Recognition;

/// <summary>What recognition looks at.</summary>
/// <param name="head">The first bytes, or all there are.</param>
/// <param name="tail">The last 512 bytes of a file, where they can be had.</param>
/// <param name="part">The part of a disk that these are of; null: they are a file's.</param>
internal readonly ref struct Sample(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail = default, IBlockSource? part = null)
{
    public ReadOnlySpan<byte> Head { get; } = head;

    public ReadOnlySpan<byte> Tail { get; } = tail;

    public bool IsPart => part is not null;

    /// <summary>Of the part; 0 for a file.</summary>
    public long Length => part?.Length ?? 0;

    public bool Has(int at, ReadOnlySpan<byte> bytes) => Head.Length >= at + bytes.Length && Head.Slice(at, bytes.Length).SequenceEqual(bytes);

    /// <summary>Bytes of the part beyond its head; none of a file, or where they cannot be read.</summary>
    public byte[] Read(long offset, int count) => part is null ? [] : Read(part, offset, count);

    /// <summary>A part with a bad sector in it is recognised by what can be read: the beginning in halves, down to one sector.</summary>
    public static byte[] Read(IBlockSource part, long offset, int count)
    {
        for (; count >= 512 || (offset > 0 && count > 0); count /= 2)
        {
            try
            {
                return part.ReadUpTo(offset, count);
            }
            catch (EvidenceFormatException) // whoever reads the part says so
            {
            }
        }
        return [];
    }
}
