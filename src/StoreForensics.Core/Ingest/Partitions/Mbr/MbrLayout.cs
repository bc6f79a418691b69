namespace StoreForensics.Ingest.Partitions.Mbr;

/// <summary>The partition table of a master boot record, as IBM's PC DOS 2 and later wrote it. All numbers are little-endian, in sectors.</summary>
internal static class MbrLayout
{
    public const int Bytes = 512;
    public const int EntriesAt = 446;
    public const int EntryBytes = 16;
    public const int Entries = 4;
    public const int MarkAt = 510;

    public const byte Protective = 0xEE;

    /// <summary>Linux numbers up to 255 partitions.</summary>
    public const int MaxLogical = 256;

    public static bool IsExtended(byte type) => type is 0x05 or 0x0F or 0x85 or 0xC5 or 0xD5;

    /// <summary>The type in words, as far as it is common.</summary>
    public static string Words(byte type)
    {
        string words = type switch
        {
            0x01 => "FAT12",
            0x04 or 0x06 or 0x0E => "FAT16",
            0x07 => "NTFS or exFAT",
            0x0B or 0x0C => "FAT32",
            0x27 => "Windows recovery",
            0x82 => "Linux swap",
            0x83 => "Linux",
            0x8E => "Linux LVM",
            0xA5 => "FreeBSD",
            0xA8 or 0xAF => "macOS",
            0xBF => "Solaris",
            0xDA => "no file system",
            Protective => "GPT protective",
            0xEF => "EFI system",
            0xFB or 0xFC => "VMware",
            0xFD => "Linux RAID",
            _ => IsExtended(type) ? "extended" : "unknown type",
        };
        return $"{words} (0x{type:x2})";
    }
}
