using System.Buffers.Binary;
using System.Globalization;

namespace StoreForensics.Ingest.Recognition;

/// <summary>
/// A member of a Linux software RAID (Linux include/uapi/linux/raid/md_p.h). Metadata 1.1 is at the beginning, 1.2 at 4 KiB, 1.0 between 8 and 12 KiB before
/// the end, 0.90 in the last whole 64 KiB.
/// </summary>
internal static class RaidSigns
{
    private const uint Magic = 0xA92B_4EFC;

    public static string? Member(in Sample sample, string words)
    {
        long end = sample.Length;
        string? told = At(sample.Head, 0, "1.1") ?? At(sample.Head, 4096, "1.2")
            ?? (end >= 16 * 1024 ? At(sample.Read((end / 512 - 16) / 8 * 4096, 128), 0, "1.0") : null)
            ?? (end >= 128 * 1024 ? Old(sample.Read(end / 65536 * 65536 - 65536, 128)) : null);
        return told is null ? null : $"{words} {told}";
    }

    private static string? At(ReadOnlySpan<byte> bytes, int at, string version) =>
        bytes.Length >= at + 128 && BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]) == 1
            ? Told(BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 72)..]), version) : null;

    // Written in the byte order of the machine.
    private static string? Old(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 128)
            return null;
        bool isLittle = BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic;
        if (!isLittle && BinaryPrimitives.ReadUInt32BigEndian(bytes) != Magic)
            return null;
        return Told(isLittle ? BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]) : BinaryPrimitives.ReadInt32BigEndian(bytes[28..]), "0.90");
    }

    private static string Told(int level, string version) => $"{Level(level)} (metadata {version})";

    private static string Level(int level) => level switch
    {
        -1 => "linear",
        >= 0 and <= 10 => level.ToString(CultureInfo.InvariantCulture),
        _ => "of another level",
    };
}
