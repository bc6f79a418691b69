using StoreForensics.Formats.Compression;
using StoreForensics.Ingest.Archives.Tar;

namespace StoreForensics.Ingest.Archives;

/// <summary>What was recognised.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">The same for a message, with its article: <c>a qcow2 disk image</c>.</param>
internal readonly record struct Wrapping(WrappingKind Kind, string Words);

/// <summary>
/// Recognises a format by its first bytes, never by a name. A tar is asked for first: its checksum is the strongest sign, and a tar may hold any
/// other format's magic where that format wants it.
/// </summary>
internal static class WrappingSniffer
{
    /// <summary>As many first bytes as the furthest magic needs (btrfs: 64 KiB + 72).</summary>
    public const int HeadBytes = 68 * 1024;

    /// <param name="head">The first <see cref="HeadBytes"/>, or all there are.</param>
    /// <param name="tail">The last 512 bytes where they can be had: a fixed vhd has its mark there.</param>
    public static Wrapping Sniff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail = default)
    {
        if (head.IsEmpty)
            return new(WrappingKind.Empty, "an empty file");
        if (IsTarHeader(head))
            return new(WrappingKind.Tar, "a tar");
        if (Compressed(head) is { } compressed)
            return compressed;
        if (DiskSniffer.Sniff(head, tail) is { } disk)
            return disk;
        if (HoldsTarHeader(head) || (head.Length is >= 2 * TarLayout.BlockBytes and < HeadBytes && !head.ContainsAnyExcept((byte)0)))
            return new(WrappingKind.Tar, "a tar");
        return IsText(head) ? new(WrappingKind.Text, "a text file") : new(WrappingKind.Unknown, "an unknown format");
    }

    private static Wrapping? Compressed(ReadOnlySpan<byte> head)
    {
        if (CompressionSniffer.Sniff(head) is { } format)
            return new(WrappingKinds.Of(format), $"{format.Name()} data");
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) || head.StartsWith("PK\x07\x08"u8))
            return new(WrappingKind.Zip, "a zip");
        if (head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]))
            return new(WrappingKind.SevenZip, "a 7z");
        return Other(head);
    }

    private static Wrapping? Other(ReadOnlySpan<byte> head)
    {
        string? words =
            head.StartsWith("Rar!\x1A\x07"u8) ? "a rar archive"
            : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x9D]) ? "data of compress (.Z)"
            : head.StartsWith("LZIP"u8) ? "lzip data"
            : head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'L', (byte)'Z', (byte)'O']) ? "lzop data"
            : head.StartsWith((ReadOnlySpan<byte>)[0x5D, 0, 0]) && head.Length > 13 ? "lzma data (.lzma)"
            : head.StartsWith("07070"u8) ? "a cpio archive"
            : head.StartsWith("!<arch>\n"u8) ? "an ar archive"
            : head.StartsWith("hsqs"u8) ? "a squashfs image"
            : head.StartsWith("AFF10\r\n"u8) ? "an AFF image"
            : null;
        return words is null ? null : new(WrappingKind.OtherArchive, words);
    }

    private static bool IsTarHeader(ReadOnlySpan<byte> head) =>
        head.Length >= TarLayout.BlockBytes && new TarHeader(head[..TarLayout.BlockBytes]) is { IsChecksumRight: true } header && header.Type < 0x80;

    // A tar whose first header is damaged.
    private static bool HoldsTarHeader(ReadOnlySpan<byte> head)
    {
        for (int at = 0; at + TarLayout.BlockBytes <= head.Length; at += TarLayout.BlockBytes)
        {
            var header = new TarHeader(head.Slice(at, TarLayout.BlockBytes));
            if (header.HasMagic && (at == 0 || header.IsChecksumRight))
                return true;
        }
        return false;
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        int controls = 0;
        foreach (byte b in head)
        {
            if (b == 0)
                return false;
            controls += b < 0x20 && b is not ((byte)'\n' or (byte)'\r' or (byte)'\t' or 0x1B) ? 1 : 0;
        }
        return controls * 100 < head.Length;
    }
}
