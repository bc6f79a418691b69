using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>What the metadata region says of the disk ([MS-VHDX] 2.6).</summary>
internal sealed record VhdxMetadata
{
    public required int BlockBytes { get; init; }

    public required bool HasParent { get; init; }

    /// <summary>Bytes of the medium.</summary>
    public required long Size { get; init; }

    public required int SectorBytes { get; init; }

    /// <summary>Keys and values of the parent locator; empty without a parent.</summary>
    public required IReadOnlyDictionary<string, string> Parent { get; init; }

    /// <summary>Payload blocks between two entries for sector bitmaps in the block allocation table.</summary>
    public long ChunkRatio => VhdxLayout.SectorsPerBitmap * SectorBytes / BlockBytes;

    /// <exception cref="EvidenceFormatException">An item is missing or says what cannot be.</exception>
    public static VhdxMetadata Read(IBlockSource file, VhdxRegion region)
    {
        Dictionary<Guid, byte[]> items = Items(file, region);
        byte[] parameters = Item(items, VhdxLayout.FileParameters, 8, "file parameters");
        uint block = BinaryPrimitives.ReadUInt32LittleEndian(parameters), flags = BinaryPrimitives.ReadUInt32LittleEndian(parameters.AsSpan(4));
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(Item(items, VhdxLayout.VirtualDiskSize, 8, "size"));
        uint sector = BinaryPrimitives.ReadUInt32LittleEndian(Item(items, VhdxLayout.LogicalSectorSize, 4, "sector size"));
        if (block is < VhdxLayout.Megabyte or > 256 * VhdxLayout.Megabyte || !BitOperations.IsPow2(block))
            throw Bad($"blocks of {block} bytes");
        if (sector is not (512 or 4096))
            throw Bad($"sectors of {sector} bytes");
        if (size > (ulong)VhdxLayout.MaxDiskBytes)
            throw Bad($"a disk of {size} bytes");
        bool hasParent = (flags & 2) != 0;
        return new VhdxMetadata
        {
            BlockBytes = (int)block,
            HasParent = hasParent,
            Size = (long)size,
            SectorBytes = (int)sector,
            Parent = hasParent ? Locator(Item(items, VhdxLayout.ParentLocator, 20, "parent locator")) : new Dictionary<string, string>(),
        };
    }

    private static Dictionary<Guid, byte[]> Items(IBlockSource file, VhdxRegion region)
    {
        byte[] table = file.ReadBytes(region.Offset, VhdxLayout.MetadataTableBytes);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan(10));
        if (!table.AsSpan().StartsWith("metadata"u8) || count > VhdxLayout.MaxMetadataEntries)
            throw Bad($"no metadata table at byte {region.Offset}");
        var items = new Dictionary<Guid, byte[]>();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = table.AsSpan(32 + i * VhdxLayout.MetadataEntryBytes, VhdxLayout.MetadataEntryBytes);
            var id = new Guid(entry[..16]);
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]), length = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
            if (!IsKnown(id))
            {
                // Bit 0: the user's; bit 2: whoever does not know it must not open the disk.
                if ((entry[24] & 5) == 4)
                    throw Bad($"a metadata item {id} that must be known and is not");
                continue;
            }
            if (length > VhdxLayout.MaxMetadataItemBytes)
                throw Bad($"a metadata item of {length} bytes");
            items.TryAdd(id, file.ReadBytes(region.Offset + offset, (int)length));
        }
        return items;
    }

    private static bool IsKnown(Guid id) => id == VhdxLayout.FileParameters || id == VhdxLayout.VirtualDiskSize || id == VhdxLayout.LogicalSectorSize
        || id == VhdxLayout.PhysicalSectorSize || id == VhdxLayout.Page83Data || id == VhdxLayout.ParentLocator;

    private static byte[] Item(Dictionary<Guid, byte[]> items, Guid id, int least, string words) =>
        items.TryGetValue(id, out byte[]? item) && item.Length >= least ? item : throw Bad($"no {words} in the metadata");

    // 2.6.2.6 Parent Locator
    private static Dictionary<string, string> Locator(byte[] item)
    {
        if (new Guid(item.AsSpan(0, 16)) != VhdxLayout.VhdxLocatorType)
            throw Bad("a parent locator of another kind of disk");
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(item.AsSpan(18));
        for (int i = 0; i < count && 20 + (i + 1) * 12 <= item.Length; i++)
        {
            ReadOnlySpan<byte> entry = item.AsSpan(20 + i * 12, 12);
            string? key = Text(item, BinaryPrimitives.ReadUInt32LittleEndian(entry), BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]));
            string? value = Text(item, BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]), BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]));
            if (key is not null && value is not null)
                pairs.TryAdd(key, value);
        }
        return pairs;
    }

    private static string? Text(byte[] item, uint offset, int length) =>
        offset <= item.Length && length <= item.Length - offset ? Encoding.Unicode.GetString(item, (int)offset, length & ~1) : null;

    private static EvidenceFormatException Bad(string message) => new(DiskProblems.BadHeader, message);
}
