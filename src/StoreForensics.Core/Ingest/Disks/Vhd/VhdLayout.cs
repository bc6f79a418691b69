namespace StoreForensics.Ingest.Disks.Vhd;

/// <summary>
/// Offsets and values of Microsoft's "Virtual Hard Disk Image Format Specification"
/// 1.0. All numbers are big-endian, places in tables are in sectors of 512 bytes.
/// </summary>
internal static class VhdLayout
{
    public const int SectorBytes = 512;

    // Hard Disk Footer Format
    public const int FooterBytes = 512;
    public const int FooterDataOffsetAt = 16;
    public const int FooterCreatorAt = 28;
    public const int FooterSizeAt = 48;
    public const int FooterTypeAt = 60;
    public const int FooterChecksumAt = 64;
    public const int FooterIdAt = 68;

    public const uint Fixed = 2;
    public const uint Dynamic = 3;
    public const uint Differencing = 4;

    // Dynamic Disk Header Format
    public const int HeaderBytes = 1024;
    public const int TableOffsetAt = 16;
    public const int TableEntriesAt = 28;
    public const int BlockSizeAt = 32;
    public const int HeaderChecksumAt = 36;
    public const int ParentIdAt = 40;
    public const int ParentNameAt = 64;
    public const int ParentNameBytes = 512;
    public const int LocatorsAt = 576;
    public const int LocatorBytes = 24;
    public const int Locators = 8;

    public const uint Unused = 0xFFFF_FFFF;

    public const int MinBlockBytes = SectorBytes;

    /// <summary>Products write 2 MiB, some 512 KiB; more than this is nobody's.</summary>
    public const int MaxBlockBytes = 256 << 20;

    /// <summary>Bytes of a path in a locator; Windows allows 32,767 characters.</summary>
    public const int MaxLocatorBytes = 1 << 16;

    public const uint RelativePath = 0x5732_7275; // "W2ru"
    public const uint AbsolutePath = 0x5732_6B75; // "W2ku"

    /// <summary>Of the footer and the header: the ones' complement of the sum of all bytes but those of the checksum.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes, int checksumAt)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
            sum += i >= checksumAt && i < checksumAt + 4 ? (byte)0 : bytes[i];
        return ~sum;
    }
}
