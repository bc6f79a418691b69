using System.Buffers.Binary;

namespace StoreForensics.Ingest.Recognition;

/// <summary>What lies around file systems, beyond a mark.</summary>
internal static class LayerSigns
{
    private const ulong ThinMagic = 27_022_010;

    public static string? Luks(in Sample sample, string words) =>
        !sample.IsPart ? words : sample.Head.Length >= 8 ? $"{words} {BinaryPrimitives.ReadUInt16BigEndian(sample.Head[6..])}, encrypted" : null;

    // dm-thin's superblock: checksum, flags, block number, UUID, magic.
    public static string? ThinPool(in Sample sample, string words) =>
        sample.Head.Length >= 4096 && BinaryPrimitives.ReadUInt64LittleEndian(sample.Head[32..]) == ThinMagic ? words : null;

    // The four status bytes can only be 0x00 or 0x80.
    public static string? Mbr(in Sample sample, string words) =>
        ((sample.Head[446] | sample.Head[462] | sample.Head[478] | sample.Head[494]) & 0x7F) == 0 ? words : null;
}
