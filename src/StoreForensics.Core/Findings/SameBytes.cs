using System.Buffers;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>Compares the contents of two files of one size.</summary>
internal static class SameBytes
{
    /// <summary>More than this is not read for a comparison.</summary>
    private const long MostBytes = 64 << 20;

    private const int BlockBytes = 1 << 16;

    /// <summary>False too where either cannot be read, or is too long.</summary>
    public static bool Are(EntryRef one, EntryRef other)
    {
        if (one.Facts.Size != other.Facts.Size || one.Facts.Size > MostBytes || one.Facts.LacksBytes || other.Facts.LacksBytes)
            return false;
        byte[] block = ArrayPool<byte>.Shared.Rent(2 * BlockBytes);
        try
        {
            using Stream first = StoredFile.Open(one.Source, one.Node), second = StoredFile.Open(other.Source, other.Node);
            while (true)
            {
                int read = first.ReadAtLeast(block.AsSpan(0, BlockBytes), BlockBytes, throwOnEndOfStream: false);
                int also = second.ReadAtLeast(block.AsSpan(BlockBytes, BlockBytes), BlockBytes, throwOnEndOfStream: false);
                if (read != also || !block.AsSpan(0, read).SequenceEqual(block.AsSpan(BlockBytes, also)))
                    return false;
                if (read < BlockBytes)
                    return true;
            }
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            // Whoever needs the file says so; two findings stay two.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
