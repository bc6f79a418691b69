using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>Ways to read that every source shares.</summary>
internal static class BlockReading
{
    /// <summary>So many bytes, freshly allocated: for headers, so the caller has bounded the count.</summary>
    public static byte[] ReadBytes(this IBlockSource source, long offset, int count)
    {
        CheckRange(source, offset, count);
        byte[] bytes = new byte[count];
        source.ReadAt(offset, bytes);
        return bytes;
    }

    /// <summary>The same, or as many as there are before the source's end.</summary>
    public static byte[] ReadUpTo(this IBlockSource source, long offset, int count) =>
        offset < 0 || offset >= source.Length ? [] : ReadBytes(source, offset, (int)Math.Min(count, source.Length - offset));

    /// <exception cref="EvidenceFormatException">The range leaves the source.</exception>
    public static void CheckRange(this IBlockSource source, long offset, long count)
    {
        if (offset < 0 || count < 0 || offset > source.Length - count)
            throw new EvidenceFormatException(DiskProblems.OutOfRange, $"bytes {offset} to {offset}+{count} lie outside of {source.Length} bytes", offset);
    }

    /// <summary>What another source has from that byte on; zeros past its end, as of a smaller parent.</summary>
    public static void ReadOrZero(this IBlockSource source, long offset, Span<byte> target)
    {
        int within = (int)Math.Clamp(source.Length - offset, 0, target.Length);
        if (within > 0)
            source.ReadAt(offset, target[..within]);
        target[within..].Clear();
    }
}
