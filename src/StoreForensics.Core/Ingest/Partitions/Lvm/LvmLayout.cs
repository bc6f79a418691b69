using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>
/// Where LVM2 keeps its label and metadata on a physical volume, after LVM2's <c>lib/label/label.h</c> and <c>lib/format_text/layout.h</c> (2.03). Numbers are
/// little-endian; the metadata itself is text.
/// </summary>
internal static class LvmLayout
{
    public const int SectorBytes = 512;

    /// <summary>The label is in one of the first four sectors.</summary>
    public const int LabelSectors = 4;

    // label_header
    public const int LabelSectorAt = 8;
    public const int LabelChecksumAt = 16;
    public const int LabelOffsetAt = 20;
    public const int LabelTypeAt = 24;

    // pv_header
    public const int IdBytes = 32;
    public const int DeviceBytesAt = 32;
    public const int AreasAt = 40;

    // mda_header
    public const int AreaMagicAt = 4;
    public const int AreaVersionAt = 20;
    public const int AreaStartAt = 24;
    public const int AreaSizeAt = 32;
    public const int LocationAt = 40;
    public const uint Ignored = 1;

    /// <summary>Groups of thousands of volumes have a few megabytes.</summary>
    public const int MaxTextBytes = 32 << 20;

    private const uint ChecksumStart = 0xF597_A6CF;

    public static ReadOnlySpan<byte> AreaMagic => " LVM2 x[5A%r0N*>"u8;

    public static uint Checksum(ReadOnlySpan<byte> bytes) => Crc32.Raw(ChecksumStart, bytes);
}
