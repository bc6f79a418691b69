using System.Buffers.Binary;

namespace StoreForensics.Ingest.Archives;

/// <summary>Recognises disk images and what lies at the start of a disk.</summary>
internal static class DiskSniffer
{
    /// <summary>Null when it is none.</summary>
    public static Wrapping? Sniff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) =>
        SniffImage(head, tail) ?? (RawWords(head, tail) is { } words ? new(WrappingKind.RawDisk, words) : null);

    /// <summary>The same for formats of image files alone: a raw disk is not recognised, for it may hold anything.</summary>
    public static Wrapping? SniffImage(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (head.StartsWith("QFI"u8) && head.Length > 3 && head[3] == 0xFB)
            return new(WrappingKind.Qcow2, "a qcow2 disk image");
        if (head.StartsWith("KDMV"u8) || head.StartsWith("COWD"u8) || head.StartsWith("# Disk DescriptorFile"u8))
            return new(WrappingKind.Vmdk, "a vmdk disk image");
        if (head.StartsWith("vhdxfile"u8))
            return new(WrappingKind.Vhdx, "a vhdx disk image");
        if (head.StartsWith("conectix"u8) || tail.StartsWith("conectix"u8))
            return new(WrappingKind.Vhd, "a vhd disk image");
        if (head.StartsWith("EVF\x09\r\n"u8) || head.StartsWith("EVF2\r\n"u8) || head.StartsWith("LVF\x09\r\n"u8))
            return new(WrappingKind.Ewf, "an EWF (E01) disk image");
        return null;
    }

    private static string? RawWords(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (Has(head, 512, "EFI PART"u8) || Has(head, 4096, "EFI PART"u8) || tail.StartsWith("EFI PART"u8))
            return "a raw disk with a GPT partition table";
        if (head.Length > 1082 && BinaryPrimitives.ReadUInt16LittleEndian(head[1080..]) == 0xEF53)
            return "a raw ext2/3/4 file system image";
        if (Has(head, 0, "XFSB"u8))
            return "a raw xfs file system image";
        if (Has(head, 0x10040, "_BHRfS_M"u8))
            return "a raw btrfs file system image";
        if (Has(head, 512, "LABELONE"u8))
            return "a raw LVM physical volume";
        if (Has(head, 0, "LUKS"u8))
            return "a LUKS-encrypted volume";
        if (Has(head, 3, "NTFS    "u8))
            return "a raw NTFS file system image";
        if (Has(head, 32769, "CD001"u8))
            return "an ISO 9660 image";
        return IsMasterBootRecord(head) ? "a raw disk with an MBR partition table" : null;
    }

    // The mark alone is two bytes; the four status bytes can only be 0x00 or 0x80.
    private static bool IsMasterBootRecord(ReadOnlySpan<byte> head) =>
        head.Length >= 512 && head[510] == 0x55 && head[511] == 0xAA
        && (head[446] & 0x7F) == 0 && (head[462] & 0x7F) == 0 && (head[478] & 0x7F) == 0 && (head[494] & 0x7F) == 0;

    private static bool Has(ReadOnlySpan<byte> head, int at, ReadOnlySpan<byte> magic) =>
        head.Length >= at + magic.Length && head.Slice(at, magic.Length).SequenceEqual(magic);
}
