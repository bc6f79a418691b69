namespace StoreForensics.Ingest.Disks.Qcow2;

/// <summary>
/// Offsets and flags of QEMU's image format qcow2, versions 2 and 3, as specified in <c>docs/interop/qcow2.txt</c> of QEMU. All numbers are big-endian.
/// </summary>
internal static class Qcow2Layout
{
    public const uint Magic = 0x5146_49FB;
    public const int HeaderBytesV2 = 72;
    public const int MinHeaderBytesV3 = 104;

    /// <summary>Header, extensions and the backing file's name lie in the first cluster, the largest of which is 2 MiB; this much of it is looked at.</summary>
    public const int MaxHeaderBytes = 1 << 16;

    public const int VersionAt = 4;
    public const int BackingOffsetAt = 8;
    public const int BackingSizeAt = 16;
    public const int ClusterBitsAt = 20;
    public const int SizeAt = 24;
    public const int CryptMethodAt = 32;
    public const int L1SizeAt = 36;
    public const int L1OffsetAt = 40;
    public const int SnapshotsAt = 60;
    public const int IncompatibleAt = 72;
    public const int AutoClearAt = 88;
    public const int HeaderLengthAt = 100;
    public const int CompressionAt = 104;

    public const int MinClusterBits = 9;
    public const int MaxClusterBits = 21;

    /// <summary>A subcluster, of which there are 32, is at least 512 bytes.</summary>
    public const int MinExtendedClusterBits = 14;

    public const int MaxBackingNameBytes = 1023;

    public const ulong Dirty = 1;
    public const ulong Corrupt = 2;
    public const ulong ExternalData = 4;
    public const ulong CompressionType = 8;
    public const ulong ExtendedL2 = 16;

    public const uint ExtensionEnd = 0;
    public const uint ExtensionBackingFormat = 0xE279_2ACA;
    public const uint ExtensionDataFile = 0x4441_5441;

    /// <summary>Bits 9 to 55 of an entry of L1 or L2.</summary>
    public const ulong OffsetMask = 0x00FF_FFFF_FFFF_FE00;
    public const ulong Copied = 1UL << 63;
    public const ulong Compressed = 1UL << 62;

    /// <summary>Reads as zeros, whatever offset stands beside it. Not in version 2, nor with subclusters.</summary>
    public const ulong ReadsZero = 1;

    public const int Subclusters = 32;
}
