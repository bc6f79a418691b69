using System.Buffers.Binary;

namespace StoreForensics.Ingest.Recognition;

/// <summary>What tells compressions apart beyond a mark.</summary>
internal static class CompressionSigns
{
    public static string? IsBzip2(in Sample sample, string words) =>
        sample.Head.Length >= 10 && sample.Head[3] is >= (byte)'1' and <= (byte)'9'
        && (sample.Has(4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) // a block: pi
            || sample.Has(4, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90])) ? words : null; // none: its square root

    public static string? IsZstd(in Sample sample, string words) => FrameOf(sample.Head) == FormatKind.Zstd ? words : null;

    public static string? IsLz4(in Sample sample, string words) => FrameOf(sample.Head) == FormatKind.Lz4 ? words : null;

    public static string? IsLzma(in Sample sample, string words) => sample.Head.Length > 13 ? words : null;

    /// <summary>zstd and lz4 share the magics of skippable frames.</summary>
    public static bool IsSkippable(uint magic) => (magic & 0xFFFF_FFF0) == 0x184D_2A50;

    // Whose skippable frame it is shows in the first frame that is none; where that lies too far, zstd's is the more common (pzstd writes them).
    private static FormatKind? FrameOf(ReadOnlySpan<byte> head)
    {
        bool isSkipped = false;
        while (head.Length >= 8 && IsSkippable(BinaryPrimitives.ReadUInt32LittleEndian(head)))
        {
            isSkipped = true;
            long length = 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            head = length >= head.Length ? default : head[(int)length..];
        }
        uint magic = head.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(head);
        return magic switch
        {
            0xFD2F_B528 => FormatKind.Zstd,
            0x184D_2204 or 0x184C_2102 => FormatKind.Lz4,
            _ => isSkipped || IsSkippable(magic) ? FormatKind.Zstd : null,
        };
    }
}
