namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>
/// The superblocks of Linux software RAID, after <c>include/uapi/linux/raid/md_p.h</c> (6.1): mdp_superblock_1, little-endian, and mdp_super_t (0.90), whose
/// 32-bit words are in the byte order of the machine that wrote them.
/// </summary>
internal static class MdLayout
{
    public const uint Magic = 0xA92B_4EFC;
    public const int SectorBytes = 512;

    // mdp_superblock_1
    public const int HeaderBytes = 256;
    public const int FeaturesAt = 8;
    public const int SetIdAt = 16;
    public const int NameAt = 32;
    public const int NameBytes = 32;
    public const int LevelAt = 72;
    public const int LayoutAt = 76;
    public const int SizeAt = 80;
    public const int ChunkAt = 88;
    public const int DisksAt = 92;
    public const int DataOffsetAt = 128;
    public const int DataSizeAt = 136;
    public const int SuperOffsetAt = 144;
    public const int RecoveryAt = 152;
    public const int NumberAt = 160;
    public const int EventsAt = 200;
    public const int ChecksumAt = 216;
    public const int MaxDevicesAt = 220;

    public const uint PartlyRecovered = 2;
    public const uint Reshaping = 4;
    public const uint HasRaid0Layout = 4096;

    /// <summary>Most roles that fit into a superblock's 4 KiB.</summary>
    public const int MaxDevices = (4096 - HeaderBytes) / 2;

    /// <summary>Roles from here on are none: journal, faulty, spare.</summary>
    public const int FirstNoRole = 0xFFFD;

    // mdp_super_t, in words
    public const int OldBytes = 4096;
    public const int OldDisks = 27;
    public const int OldMinorVersionWord = 2;
    public const int OldLevelWord = 7;
    public const int OldSizeWord = 8;
    public const int OldRaidDisksWord = 10;
    public const int OldMinorWord = 11;
    public const int OldChecksumWord = 38;
    public const int OldEventsWord = 39;
    public const int OldLayoutWord = 64;
    public const int OldChunkWord = 65;
    public const int OldFirstDiskWord = 128;
    public const int OldDiskWords = 32;
    public const int OldThisDiskWord = 992;

    /// <summary>Words 5 and 13 to 15.</summary>
    public static ReadOnlySpan<byte> OldSetIdWords => [5, 13, 14, 15];

    /// <summary>In a disk's state: in use and up to date.</summary>
    public const uint OldActive = 1 << 1, OldSync = 1 << 2;

    public const int OldReservedBytes = 64 * 1024;
}
