using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Thin;

/// <summary>What a thin pool says of itself.</summary>
/// <param name="Transaction">Counts what the pool's user space changed.</param>
/// <param name="HeldRoot">The block with a copy of the superblock that was held for user space; 0 for none.</param>
/// <param name="MappingRoot">The tree of devices, whose values are roots of trees of mappings.</param>
/// <param name="DetailsRoot">The tree of what is known of each device.</param>
/// <param name="DataBlockBytes">Bytes of a block of the data device.</param>
/// <param name="DataBlocks">Their number, as the pool last knew it.</param>
/// <param name="NeedsCheck">Whether the kernel gave up on its metadata.</param>
internal readonly record struct ThinSuperBlock(
    ulong Transaction, ulong HeldRoot, ulong MappingRoot, ulong DetailsRoot, long DataBlockBytes, ulong DataBlocks, bool NeedsCheck)
{
    private const uint MaxBlockSectors = 1 << 21; // 1 GiB
    private const uint NewestVersion = 2;

    /// <exception cref="EvidenceFormatException">There is none, or none that can be used.</exception>
    public static ThinSuperBlock Read(IBlockSource metadata, long at = 0)
    {
        byte[] block = metadata.ReadUpTo(at, ThinLayout.BlockBytes);
        if (block.Length < ThinLayout.BlockBytes || ThinLayout.Number(block, ThinLayout.MagicAt) != ThinLayout.Magic)
            throw Bad("there is no superblock of a thin pool", at);
        if (ThinLayout.SuperBlockChecksum(block) != BinaryPrimitives.ReadUInt32LittleEndian(block))
            throw Bad("the checksum of the thin pool's superblock does not match", at);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(ThinLayout.VersionAt)),
            incompatible = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(ThinLayout.IncompatibleAt)),
            sectors = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(ThinLayout.DataBlockSectorsAt));
        if (version is 0 or > NewestVersion || incompatible != 0)
            throw Bad($"thin pool metadata of version {version} with features 0x{incompatible:x}, which is not read", at);
        if (sectors is 0 or > MaxBlockSectors)
            throw Bad($"a thin pool with blocks of {sectors} sectors", at);
        return new ThinSuperBlock(
            ThinLayout.Number(block, ThinLayout.TransactionAt),
            ThinLayout.Number(block, ThinLayout.HeldRootAt),
            ThinLayout.Number(block, ThinLayout.MappingRootAt),
            ThinLayout.Number(block, ThinLayout.DetailsRootAt),
            (long)sectors * ThinLayout.SectorBytes,
            ThinLayout.Number(block, ThinLayout.DataSpaceMapAt),
            (BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(ThinLayout.FlagsAt)) & ThinLayout.NeedsCheck) != 0);
    }

    private static EvidenceFormatException Bad(string message, long at) => new(PartitionProblems.BadPool, message, at);
}
