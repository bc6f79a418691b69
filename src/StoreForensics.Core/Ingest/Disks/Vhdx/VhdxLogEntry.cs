using System.Buffers.Binary;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>The header of a log entry ([MS-VHDX] 2.3.1.1).</summary>
internal readonly record struct VhdxLogEntry
{
    /// <summary>Its place in the log, in bytes.</summary>
    public required int At { get; init; }

    public required int Length { get; init; }

    /// <summary>Place in the log of the oldest entry that belongs with it.</summary>
    public required uint Tail { get; init; }

    public required ulong Sequence { get; init; }

    public required int Descriptors { get; init; }

    /// <summary>Bytes that the file had when the entry was written.</summary>
    public required ulong FlushedFileBytes { get; init; }

    /// <summary>Bytes that the file has to have once it is applied.</summary>
    public required ulong LastFileBytes { get; init; }

    /// <summary>Sectors of header and descriptors.</summary>
    public int HeadBytes => (VhdxLayout.LogEntryHeaderBytes + Descriptors * VhdxLayout.LogDescriptorBytes + VhdxLayout.LogSectorBytes - 1)
        / VhdxLayout.LogSectorBytes * VhdxLayout.LogSectorBytes;

    /// <summary>Null when there is none for this log. The checksum is not looked at, for it covers more than the header.</summary>
    public static VhdxLogEntry? Parse(ReadOnlySpan<byte> bytes, int at, int logBytes, Guid log)
    {
        if (bytes.Length < VhdxLayout.LogEntryHeaderBytes || !bytes.StartsWith("loge"u8) || new Guid(bytes.Slice(32, 16)) != log)
            return null;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), descriptors = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        ulong sequence = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        if (length == 0 || length > logBytes || length % VhdxLayout.LogSectorBytes != 0 || sequence == 0
            || descriptors > (length - VhdxLayout.LogEntryHeaderBytes) / VhdxLayout.LogDescriptorBytes)
        {
            return null;
        }
        return new VhdxLogEntry
        {
            At = at,
            Length = (int)length,
            Tail = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            Sequence = sequence,
            Descriptors = (int)descriptors,
            FlushedFileBytes = BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]),
            LastFileBytes = BinaryPrimitives.ReadUInt64LittleEndian(bytes[56..]),
        };
    }
}
