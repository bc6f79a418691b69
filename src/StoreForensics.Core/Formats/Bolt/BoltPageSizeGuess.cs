using System.Buffers.Binary;

namespace StoreForensics.Formats.Bolt;

/// <summary>The page size of a file whose meta pages are gone: the one at which most slots carry their own number.</summary>
internal static class BoltPageSizeGuess
{
    private const int MaxSlots = 1 << 16;

    public static int From(ReadOnlySpan<byte> content)
    {
        int best = BoltLayout.UsualPageSize, bestVotes = Votes(content, BoltLayout.UsualPageSize);
        for (int size = BoltLayout.MinSearchedPageSize; size <= BoltLayout.MaxPageSize; size <<= 1)
        {
            int votes = Votes(content, size);
            if (votes > bestVotes)
                (best, bestVotes) = (size, votes);
        }
        return best;
    }

    private static int Votes(ReadOnlySpan<byte> content, int pageSize)
    {
        int votes = 0;
        long slots = Math.Min(content.Length / pageSize, MaxSlots);
        for (int slot = 2; slot < slots; slot++)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(content[(slot * pageSize)..]) == (ulong)slot)
                votes++;
        }
        return votes;
    }
}
