namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>
/// Offsets and names of the Expert Witness Compression Format as EnCase 1 to 6 (E01) and SMART (S01) write it, after "Expert Witness Compression Format
/// specification" of the libewf project. All numbers are little-endian.
/// </summary>
internal static class EwfLayout
{
    // Segment file header
    public const int FileHeaderBytes = 13;
    public const int SegmentNumberAt = 9;

    // Section descriptor
    public const int SectionBytes = 76;
    public const int SectionTypeBytes = 16;
    public const int SectionNextAt = 16;
    public const int SectionSizeAt = 24;
    public const int SectionChecksumAt = 72;

    /// <summary>A segment of two gigabytes has about three sections a hundred thousand chunks.</summary>
    public const int MaxSections = 100_000;

    // Volume, disk and data sections
    public const int VolumeBytes = 1052;
    public const int SmartVolumeBytes = 94;
    public const int ChunkCountAt = 4;
    public const int SectorsPerChunkAt = 8;
    public const int BytesPerSectorAt = 12;
    public const int SectorCountAt = 16;
    public const int SmartMarkAt = 85;

    /// <summary>EnCase offers up to 32,768 sectors of 512 bytes.</summary>
    public const int MaxChunkBytes = 16 << 20;

    // Table sections
    public const int TableHeaderBytes = 24;
    public const int TableCountAt = 0;
    public const int TableBaseAt = 8;
    public const int TableChecksumAt = 20;
    public const uint Compressed = 0x8000_0000;

    public const int MaxTableEntries = 1 << 20;

    /// <summary>Text of a header section, packed and unpacked.</summary>
    public const int MaxHeaderPacked = 1 << 20;
    public const int MaxHeaderText = 4 << 20;

    // Error section
    public const int ErrorHeaderBytes = 520;
    public const int MaxErrorRuns = 1 << 20;

    /// <summary>.E01 to .EZZ, .FAA to .ZZZ: more than 14,000; EnCase stops there.</summary>
    public const int MaxSegments = 14_971;
}
