using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>The geometry of the medium: volume, disk and data sections.</summary>
internal readonly record struct EwfVolume
{
    public required long Chunks { get; init; }

    public required int SectorsPerChunk { get; init; }

    public required int SectorBytes { get; init; }

    public required long Sectors { get; init; }

    /// <summary>S01; other programs wrote the same short section before EnCase's longer one.</summary>
    public required bool IsSmart { get; init; }

    public int ChunkBytes => SectorsPerChunk * SectorBytes;

    public long MediumBytes => Sectors * SectorBytes;

    /// <exception cref="EvidenceFormatException">Its checksum does not match, or a number cannot be.</exception>
    public static EwfVolume Parse(ReadOnlySpan<byte> bytes)
    {
        bool isShort = bytes.Length < EwfLayout.VolumeBytes;
        if (bytes.Length < EwfLayout.SmartVolumeBytes)
            throw Bad($"a volume section of {bytes.Length} bytes");
        bytes = bytes[..(isShort ? EwfLayout.SmartVolumeBytes : EwfLayout.VolumeBytes)];
        if (Adler32.Of(bytes[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]))
            throw new EvidenceFormatException(DiskProblems.BadChecksum, "the checksum of the volume section does not match");
        uint perChunk = BinaryPrimitives.ReadUInt32LittleEndian(bytes[EwfLayout.SectorsPerChunkAt..]);
        uint sector = BinaryPrimitives.ReadUInt32LittleEndian(bytes[EwfLayout.BytesPerSectorAt..]);
        uint chunks = BinaryPrimitives.ReadUInt32LittleEndian(bytes[EwfLayout.ChunkCountAt..]);
        ulong sectors = isShort ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[EwfLayout.SectorCountAt..])
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes[EwfLayout.SectorCountAt..]);
        if (perChunk == 0 || sector is 0 or > 1 << 16 || perChunk > EwfLayout.MaxChunkBytes / sector)
            throw Bad($"chunks of {perChunk} sectors of {sector} bytes");
        // Some writers leave one of the two numbers 0.
        if (sectors == 0)
            sectors = (ulong)chunks * perChunk;
        if (sectors > (ulong)(long.MaxValue / sector))
            throw Bad($"{sectors} sectors");
        return new EwfVolume
        {
            Chunks = chunks,
            SectorsPerChunk = (int)perChunk,
            SectorBytes = (int)sector,
            Sectors = (long)sectors,
            IsSmart = isShort
            && bytes[EwfLayout.SmartMarkAt..].StartsWith("SMART"u8)
        };
    }

    private static EvidenceFormatException Bad(string message) => new(DiskProblems.BadHeader, message);
}
