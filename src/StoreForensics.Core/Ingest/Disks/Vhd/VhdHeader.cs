using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhd;

/// <summary>Where a parent's path stands.</summary>
/// <param name="Code">The kind of path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Offset">Its place in the file.</param>
internal readonly record struct VhdLocator(uint Code, uint Length, ulong Offset);

/// <summary>The header of a dynamic or differencing disk.</summary>
internal readonly record struct VhdHeader
{
    public required bool IsChecksumRight { get; init; }

    public required ulong TableOffset { get; init; }

    public required uint TableEntries { get; init; }

    public required int BlockBytes { get; init; }

    public required Guid ParentId { get; init; }

    /// <summary>Empty for none.</summary>
    public required string ParentName { get; init; }

    public required IReadOnlyList<VhdLocator> Locators { get; init; }

    /// <summary>Bytes of the bitmap before a block's data: a bit a sector, in whole sectors.</summary>
    public int BitmapBytes => Math.Max(1, BlockBytes / VhdLayout.SectorBytes / 8 / VhdLayout.SectorBytes) * VhdLayout.SectorBytes;

    /// <exception cref="EvidenceFormatException">No cookie, or a field says what cannot be.</exception>
    public static VhdHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < VhdLayout.HeaderBytes || !bytes.StartsWith("cxsparse"u8))
            throw new EvidenceFormatException(DiskProblems.BadHeader, "no header of a dynamic disk where the footer says");
        uint block = BinaryPrimitives.ReadUInt32BigEndian(bytes[VhdLayout.BlockSizeAt..]);
        if (block is < VhdLayout.MinBlockBytes or > VhdLayout.MaxBlockBytes || !BitOperations.IsPow2(block))
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"blocks of {block} bytes", VhdLayout.BlockSizeAt);
        var locators = new VhdLocator[VhdLayout.Locators];
        for (int i = 0; i < locators.Length; i++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(VhdLayout.LocatorsAt + i * VhdLayout.LocatorBytes, VhdLayout.LocatorBytes);
            locators[i] = new(BinaryPrimitives.ReadUInt32BigEndian(entry), BinaryPrimitives.ReadUInt32BigEndian(entry[8..]),
                BinaryPrimitives.ReadUInt64BigEndian(entry[16..]));
        }
        return new VhdHeader
        {
            IsChecksumRight = BinaryPrimitives.ReadUInt32BigEndian(bytes[VhdLayout.HeaderChecksumAt..])
                == VhdLayout.Checksum(bytes[..VhdLayout.HeaderBytes], VhdLayout.HeaderChecksumAt),
            TableOffset = BinaryPrimitives.ReadUInt64BigEndian(bytes[VhdLayout.TableOffsetAt..]),
            TableEntries = BinaryPrimitives.ReadUInt32BigEndian(bytes[VhdLayout.TableEntriesAt..]),
            BlockBytes = (int)block,
            ParentId = new Guid(bytes.Slice(VhdLayout.ParentIdAt, 16), bigEndian: true),
            ParentName = Name(bytes.Slice(VhdLayout.ParentNameAt, VhdLayout.ParentNameBytes)),
            Locators = locators,
        };
    }

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        string name = Encoding.BigEndianUnicode.GetString(bytes);
        int end = name.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? name : name[..end];
    }
}
