using System.Buffers.Binary;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>One of the two headers ([MS-VHDX] 2.2.2).</summary>
internal readonly record struct VhdxHeader
{
    public required ulong Sequence { get; init; }

    /// <summary>Changes whenever the medium does: children know their parent by it.</summary>
    public required Guid DataWrite { get; init; }

    /// <summary>Which log entries count; all zeros when none do.</summary>
    public required Guid Log { get; init; }

    public required ushort LogVersion { get; init; }

    public required ushort Version { get; init; }

    public required uint LogBytes { get; init; }

    public required ulong LogOffset { get; init; }

    /// <summary>Null when it is cut off, not there, or its checksum does not match.</summary>
    public static VhdxHeader? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < VhdxLayout.HeaderBytes || !bytes.StartsWith("head"u8))
            return null;
        bytes = bytes[..VhdxLayout.HeaderBytes];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != VhdxLayout.Checksum(bytes))
            return null;
        return new VhdxHeader
        {
            Sequence = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            DataWrite = new Guid(bytes.Slice(32, 16)),
            Log = new Guid(bytes.Slice(48, 16)),
            LogVersion = BinaryPrimitives.ReadUInt16LittleEndian(bytes[64..]),
            Version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[66..]),
            LogBytes = BinaryPrimitives.ReadUInt32LittleEndian(bytes[68..]),
            LogOffset = BinaryPrimitives.ReadUInt64LittleEndian(bytes[72..]),
        };
    }
}
