namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>
/// LUKS on disk: the LUKS On-Disk Format Specification 1.2.3 (Fruhwirth) and the LUKS2 On-Disk Format Specification 1.1.2 (Broz). Numbers are big-endian.
/// </summary>
internal static class LuksLayout
{
    public const int SectorBytes = 512;
    public const int VersionAt = 6;
    public const int UuidAt = 168;
    public const int UuidBytes = 40;

    // version 1
    public const int Head1Bytes = 592;
    public const int CipherNameAt = 8;
    public const int CipherModeAt = 40;
    public const int HashAt = 72;
    public const int TextBytes = 32;
    public const int PayloadAt = 104;
    public const int KeyBytesAt = 108;
    public const int DigestAt = 112;
    public const int DigestBytes = 20;
    public const int DigestSaltAt = 132;
    public const int SaltBytes = 32;
    public const int DigestIterationsAt = 164;
    public const int SlotsAt = 208;
    public const int SlotBytes = 48;
    public const int Slots = 8;
    public const uint SlotInUse = 0x00AC_71F3;

    // version 2, binary header
    public const int Head2Bytes = 4096;
    public const int HeaderSizeAt = 8;
    public const int SequenceAt = 16;
    public const int LabelAt = 24;
    public const int LabelBytes = 48;
    public const int ChecksumKindAt = 72;
    public const int HeaderOffsetAt = 256;
    public const int ChecksumAt = 448;
    public const int ChecksumBytes = 64;
    public const int MinHeaderBytes = 0x4000;
    public const int MaxHeaderBytes = 0x40_0000;

    /// <summary>No cipher has longer keys, XTS's two included.</summary>
    public const int MaxKeyBytes = 64;

    public const int MaxStripes = 16_384;

    public static ReadOnlySpan<byte> Magic => [0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE];

    public static ReadOnlySpan<byte> SecondMagic => [0x53, 0x4B, 0x55, 0x4C, 0xBA, 0xBE];
}
