using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Recognition;

/// <summary>Recognises a format by its content, never by a name: the one way into <see cref="SignatureTable"/>.</summary>
internal static class Recogniser
{
    /// <summary>As many first bytes of a file as the furthest mark needs (btrfs: 64 KiB + 72).</summary>
    public const int FileHeadBytes = 68 * 1024;

    /// <summary>As far as the furthest mark at the beginning of a part: a ZFS label.</summary>
    private const int PartHeadBytes = 256 * 1024;

    /// <summary>What a file is.</summary>
    /// <param name="head">The first <see cref="FileHeadBytes"/>, or all there are.</param>
    /// <param name="tail">The last 512 bytes where they can be had: a fixed vhd has its mark there.</param>
    public static Recognised File(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail = default)
    {
        if (head.IsEmpty)
            return new(FormatKind.Empty, "an empty file");
        if (First(new Sample(head, tail), null) is { } found)
            return found;
        if (TarSigns.HoldsHeader(head) || TarSigns.IsEmptyTar(head))
            return new(FormatKind.Tar, "a tar");
        return IsText(head) ? new(FormatKind.Text, "a text file") : new(FormatKind.Unknown, "an unknown format");
    }

    /// <summary>Which format of disk images a file is of; null: none, so that its bytes are the medium, if it is a disk.</summary>
    public static FormatKind? DiskImage(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => First(new Sample(head, tail), FormatLevel.DiskImage)?.Kind;

    /// <summary>What a part of a disk holds; <see cref="FormatKind.Unknown"/> also where it cannot be read.</summary>
    public static Recognised Part(IBlockSource part)
    {
        byte[] head = Sample.Read(part, 0, PartHeadBytes);
        return First(new Sample(head, default, part), null)
            ?? new(FormatKind.Unknown, head.AsSpan().ContainsAnyExcept((byte)0) ? "unknown" : "unknown, begins with zeros");
    }

    /// <summary>Whether bytes begin a file of that format, whatever else they may be.</summary>
    public static bool Is(FormatKind kind, ReadOnlySpan<byte> head) => SignatureTable.Of(kind).Match(new Sample(head)) is not null;

    private static Recognised? First(in Sample sample, FormatLevel? level)
    {
        foreach (Signature signature in SignatureTable.All)
        {
            if ((level is null || level == signature.Level) && signature.Match(sample) is { } words)
                return new(signature.Kind, words);
        }
        return null;
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
