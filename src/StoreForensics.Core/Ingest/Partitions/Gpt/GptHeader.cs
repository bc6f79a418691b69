using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions.Gpt;

/// <summary>One of the two headers.</summary>
internal readonly record struct GptHeader
{
    /// <summary>Sector that it says it lies in.</summary>
    public required ulong Own { get; init; }

    /// <summary>Sector of the other.</summary>
    public required ulong Other { get; init; }

    /// <summary>First sector of the entries.</summary>
    public required ulong Entries { get; init; }

    public required int Count { get; init; }

    public required int EntryBytes { get; init; }

    public required uint EntriesChecksum { get; init; }

    public int TableBytes => Count * EntryBytes;

    /// <summary>Null when there is none, its checksum does not match, or a number cannot be.</summary>
    public static GptHeader? Parse(ReadOnlySpan<byte> sector)
    {
        if (sector.Length < 512 || !sector.StartsWith("EFI PART"u8))
            return null;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(sector[GptLayout.SizeAt..]);
        if (size < GptLayout.HeaderBytes || size > sector.Length
            || Checksum(sector[..(int)size]) != BinaryPrimitives.ReadUInt32LittleEndian(sector[GptLayout.ChecksumAt..]))
            return null;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(sector[GptLayout.CountAt..]),
            bytes = BinaryPrimitives.ReadUInt32LittleEndian(sector[GptLayout.EntryBytesAt..]);
        if (bytes is < GptLayout.MinEntryBytes or > GptLayout.MaxEntryBytes || count > GptLayout.MaxTableBytes / bytes)
            return null;
        return new GptHeader
        {
            Own = BinaryPrimitives.ReadUInt64LittleEndian(sector[GptLayout.OwnAt..]),
            Other = BinaryPrimitives.ReadUInt64LittleEndian(sector[GptLayout.OtherAt..]),
            Entries = BinaryPrimitives.ReadUInt64LittleEndian(sector[GptLayout.EntriesAt..]),
            Count = (int)count,
            EntryBytes = (int)bytes,
            EntriesChecksum = BinaryPrimitives.ReadUInt32LittleEndian(sector[GptLayout.EntriesChecksumAt..]),
        };
    }

    // Its own field counts as zeros.
    private static uint Checksum(ReadOnlySpan<byte> header)
    {
        Span<byte> copy = stackalloc byte[512];
        byte[]? longer = header.Length > copy.Length ? new byte[header.Length] : null;
        copy = longer ?? copy[..header.Length];
        header.CopyTo(copy);
        copy.Slice(GptLayout.ChecksumAt, 4).Clear();
        return Crc32.Of(copy);
    }
}
