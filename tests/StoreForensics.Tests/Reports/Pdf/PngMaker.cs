using System.Buffers.Binary;
using System.IO.Compression;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>Makes PNG files byte by byte. Check sums are left at zero: no reader that only shows a picture needs them.</summary>
internal static class PngMaker
{
    public static byte[] Make(int width, int height, int depth, int type, Func<int, int, byte[]> pixel) =>
        MakeRows(width, height, depth, type,
            [.. Enumerable.Range(0, height).Select(y => (byte[])[.. Enumerable.Range(0, width).SelectMany(x => pixel(x, y))])]);

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="type">The colour type.</param>
    /// <param name="rows">Unfiltered samples.</param>
    /// <param name="palette">Red, green and blue of each entry.</param>
    /// <param name="clear">Opacity of the first entries.</param>
    /// <param name="filtered">Row n is written with filter n modulo 5; three bytes a pixel.</param>
    public static byte[] MakeRows(int width, int height, int depth, int type, byte[][] rows, byte[]? palette = null, byte[]? clear = null,
        bool filtered = false)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)type);
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < rows.Length; y++)
            {
                int filter = filtered ? y % 5 : 0;
                deflate.WriteByte((byte)filter);
                deflate.Write(Filter(filter, rows[y], y > 0 ? rows[y - 1] : new byte[rows[y].Length]));
            }
        }
        byte[] file = [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. Chunk("IHDR"u8, header)];
        if (palette is not null)
            file = [.. file, .. Chunk("PLTE"u8, palette)];
        if (clear is not null)
            file = [.. file, .. Chunk("tRNS"u8, clear)];
        return [.. file, .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Filter(int filter, byte[] row, byte[] above) =>
    [
        .. row.Select((value, i) =>
        {
            int left = i >= 3 ? row[i - 3] : 0, corner = i >= 3 ? above[i - 3] : 0, guess = left + above[i] - corner;
            int[] near = [left, above[i], corner];
            return (byte)(value - (filter switch { 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, 4 => near.MinBy(n => Math.Abs(guess - n)), _ => 0 }));
        }),
    ];

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] data)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. kind, .. data, 0, 0, 0, 0];
    }
}
