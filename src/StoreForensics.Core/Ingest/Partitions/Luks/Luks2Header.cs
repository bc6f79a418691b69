using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>Reads a header of version 2: of its two copies the newer one that is whole.</summary>
internal static class Luks2Header
{
    /// <summary>Where a second copy may begin: the sizes that a header can have.</summary>
    private static readonly int[] s_sizes = [0x4000, 0x8000, 0x1_0000, 0x2_0000, 0x4_0000, 0x8_0000, 0x10_0000, 0x20_0000, 0x40_0000];

    /// <summary>Whether a second copy is there; for a part whose first has lost its mark.</summary>
    public static bool HasSecond(IBlockSource part) => s_sizes.Any(at => IsSecond(part, at));

    /// <exception cref="EvidenceFormatException">No copy is whole, or the whole one says what cannot be.</exception>
    public static LuksHeader Read(IBlockSource part)
    {
        (byte[] Header, ulong Sequence)? first = Copy(part, 0, LuksLayout.Magic), second = null;
        foreach (int at in first is { } known ? [known.Header.Length] : s_sizes)
            second ??= Copy(part, at, LuksLayout.SecondMagic);
        if (first is null && second is null)
            throw LuksProblems.Bad("neither of the two copies of the header is whole");
        bool isSecond = first is null || (second is { } other && other.Sequence > first.Value.Sequence);
        string? copies = first is null ? "the first copy of the header is damaged: the second is used"
            : second is null ? "the second copy of the header is damaged or missing"
            : first.Value.Sequence != second.Value.Sequence ? "the two copies of the header are not of one time: the newer is used" : null;
        return Luks2Json.Parse((isSecond ? second : first)!.Value.Header) with { Copies = copies };
    }

    private static bool IsSecond(IBlockSource part, int at)
    {
        try
        {
            return part.ReadUpTo(at, 8).AsSpan().StartsWith(LuksLayout.SecondMagic);
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    // Null where it is not whole.
    private static (byte[], ulong)? Copy(IBlockSource part, long at, ReadOnlySpan<byte> magic)
    {
        try
        {
            byte[] head = part.ReadUpTo(at, LuksLayout.Head2Bytes);
            if (head.Length < LuksLayout.Head2Bytes || !head.AsSpan().StartsWith(magic)
                || BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(LuksLayout.HeaderOffsetAt)) != (ulong)at)
                return null;
            ulong size = BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(LuksLayout.HeaderSizeAt));
            if (size is < LuksLayout.MinHeaderBytes or > LuksLayout.MaxHeaderBytes)
                return null;
            byte[] header = part.ReadUpTo(at, (int)size);
            byte[] stored = header[LuksLayout.ChecksumAt..(LuksLayout.ChecksumAt + LuksLayout.ChecksumBytes)];
            header.AsSpan(LuksLayout.ChecksumAt, LuksLayout.ChecksumBytes).Clear();
            byte[]? own = header.Length == (int)size ? LuksHash.Of(Luks1Header.Text(head, LuksLayout.ChecksumKindAt), header) : null;
            return own is not null && stored.AsSpan().StartsWith(own)
                ? (header, BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(LuksLayout.SequenceAt))) : null;
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
