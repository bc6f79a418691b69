using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>Kinds of items (<c>XFS_LI_*</c>).</summary>
internal enum LogItemKind : ushort
{
    Inode = 0x123B,
    Buffer = 0x123C,
    InodeCreation = 0x123F,
    MapIntent = 0x1244,
    MapDone = 0x1245,
    AttributeIntent = 0x1246,
    AttributeDone = 0x1247,
    ExchangeIntent = 0x1248,
    ExchangeDone = 0x1249,
}

/// <summary>Something that a transaction changed: a description in the first region, then the bytes. In the byte order of the machine that wrote it, which is
/// little-endian here, save where it is said.</summary>
internal sealed class LogItem
{
    private readonly List<byte[]> _regions = [];

    public IReadOnlyList<byte[]> Regions => _regions;

    public LogItemKind Kind => (LogItemKind)BinaryPrimitives.ReadUInt16LittleEndian(_regions[0]);

    /// <summary>Whether all regions are there that the first one claims.</summary>
    public bool IsComplete => _regions.Count >= BinaryPrimitives.ReadUInt16LittleEndian(_regions[0].AsSpan(2));

    /// <summary>False for a first region that is too short to be one.</summary>
    public bool Add(ReadOnlySpan<byte> region)
    {
        if (_regions.Count == 0 && region.Length < sizeof(uint))
            return false;
        _regions.Add(region.ToArray());
        return true;
    }

    /// <summary>The rest of the last region, which did not fit into its record.</summary>
    public void Continue(ReadOnlySpan<byte> rest) => _regions[^1] = [.. _regions[^1], .. rest];
}

/// <summary>A transaction that was committed.</summary>
/// <param name="Lsn">The record that it began in.</param>
/// <param name="Items">In the order logged.</param>
internal sealed record LogTransaction(ulong Lsn, IReadOnlyList<LogItem> Items);
