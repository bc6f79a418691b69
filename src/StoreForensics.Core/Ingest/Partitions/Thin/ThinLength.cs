using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Thin;

/// <summary>How long a thin device is that nothing but its pool knows: the pool records no lengths, so that it is what the device's blocks and the file system
/// in it need.</summary>
internal static class ThinLength
{
    private const long Most = 1L << 48;
    private const int HeadBytes = 68 * 1024;
    private const int ExtAt = 1024;
    private const int BtrfsAt = 64 * 1024;

    /// <param name="ofLength">The device as if it had that many bytes.</param>
    public static long Of(Func<long, ThinBlocks> ofLength)
    {
        ThinBlocks all = ofLength(Most);
        try
        {
            long mapped = EndOfMapped(all);
            byte[] head = all.ReadBytes(0, HeadBytes);
            long stated = Recogniser.Part(all).Kind switch
            {
                FormatKind.Ext => Ext(head.AsSpan(ExtAt)),
                FormatKind.Xfs => Product(BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(8)), BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4))),
                FormatKind.Btrfs => Product(BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(BtrfsAt + 0x70)), 1),
                _ => 0,
            };
            return Math.Max(mapped, stated);
        }
        catch (EvidenceFormatException)
        {
            return Most; // reading tells what is wrong
        }
    }

    private static long EndOfMapped(ThinBlocks all)
    {
        // The last key, by halving: there is no way back in a search for the next.
        long low = 0, high = Most / ThinLayout.SectorBytes;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (all.Mapped(middle) is { } found)
                low = (long)Math.Min(found.Block, (ulong)high) + 1;
            else
                high = middle;
        }
        return all.EndOf(low);
    }

    private static long Ext(ReadOnlySpan<byte> super)
    {
        ulong blocks = BinaryPrimitives.ReadUInt32LittleEndian(super[4..]);
        bool isWide = (BinaryPrimitives.ReadUInt32LittleEndian(super[0x60..]) & 0x80) != 0;
        if (isWide)
            blocks |= (ulong)BinaryPrimitives.ReadUInt32LittleEndian(super[0x150..]) << 32;
        uint shift = BinaryPrimitives.ReadUInt32LittleEndian(super[0x18..]);
        return shift > 6 ? 0 : Product(blocks, 1024UL << (int)shift);
    }

    private static long Product(ulong count, ulong bytes) => bytes > 0 && count <= (ulong)Most / bytes ? (long)(count * bytes) : 0;
}
