using System.Buffers.Binary;

namespace StoreForensics.Formats.Compression;

/// <summary>Recognises compressed data by their first bytes, never by a name.</summary>
internal static class CompressionSniffer
{
    /// <param name="head">The first bytes: ten are enough but behind skippable frames.</param>
    /// <returns>Null when no format begins like that.</returns>
    public static CompressionFormat? Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]))
            return CompressionFormat.Gzip;
        if (IsBzip2(head))
            return CompressionFormat.Bzip2;
        if (IsXz(head))
            return CompressionFormat.Xz;
        return Frame(head);
    }

    public static bool IsBzip2(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head.StartsWith("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9'
        && (head[4..10].SequenceEqual((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) // a block: pi
            || head[4..10].SequenceEqual((ReadOnlySpan<byte>)[0x17, 0x72, 0x45, 0x38, 0x50, 0x90])); // none: its square root

    public static bool IsXz(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]);

    /// <summary>zstd and lz4 share the magics of skippable frames.</summary>
    public static bool IsSkippable(uint magic) => (magic & 0xFFFF_FFF0) == 0x184D_2A50;

    // Whose skippable frame it is shows in the first frame that is none; where that lies too far, zstd's is the more common (pzstd writes them).
    private static CompressionFormat? Frame(ReadOnlySpan<byte> head)
    {
        bool isSkipped = false;
        while (head.Length >= 4 && IsSkippable(BinaryPrimitives.ReadUInt32LittleEndian(head)))
        {
            isSkipped = true;
            long length = head.Length < 8 ? head.Length : 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            head = length >= head.Length ? default : head[(int)length..];
        }
        uint magic = head.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(head);
        return magic switch
        {
            0xFD2F_B528 => CompressionFormat.Zstd,
            0x184D_2204 or 0x184C_2102 => CompressionFormat.Lz4,
            _ => isSkipped ? CompressionFormat.Zstd : null,
        };
    }
}
