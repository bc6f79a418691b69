using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Checksums;

/// <summary>The checksums of files' bytes, one a sector, as the tree of checksums has them (<c>BTRFS_EXTENT_CSUM_KEY</c>). Thread-safe.</summary>
internal sealed class DataChecksums
{
    private const int SumBytes = sizeof(uint);

    private readonly Tree? _tree;
    private readonly int _sectorBytes;

    // Files are read from their beginning: the next sector most likely is of the same item.
    private Tuple<ulong, ReadOnlyMemory<byte>>? _last;

    /// <param name="blocks">Reads trees.</param>
    /// <param name="roots">The tree of trees.</param>
    /// <param name="super">Of kinds of checksums only CRC-32C is computed.</param>
    public DataChecksums(TreeBlocks blocks, Tree roots, SuperBlock super)
    {
        _sectorBytes = super.SectorBytes;
        _tree = super.ChecksumType == 0 ? Open(blocks, roots) : null;
    }

    /// <summary>The checksum of the sector at a logical address; null where none is kept, or it cannot be read.</summary>
    public uint? Of(ulong logical)
    {
        if (_tree is null)
            return null;
        if (_last is not { } last || !Covers(last, logical))
        {
            try
            {
                var key = new Key(BtrfsLayout.ChecksumObject, ItemType.ExtentChecksum, logical);
                if (_tree.Last(key) is not { } item || item.Key.Object != key.Object || item.Key.Type != key.Type)
                    return null;
                last = Tuple.Create(item.Key.Offset, item.Data);
            }
            catch (EvidenceFormatException)
            {
                return null; // whatever is wrong with the tree, the bytes can be read
            }
            _last = last;
        }
        int at = (int)Math.Min((logical - last.Item1) / (ulong)_sectorBytes, int.MaxValue / SumBytes) * SumBytes;
        return at <= last.Item2.Length - SumBytes ? last.Item2.Span.U32(at) : null;
    }

    private bool Covers(Tuple<ulong, ReadOnlyMemory<byte>> item, ulong logical) =>
        logical >= item.Item1 && (logical - item.Item1) / (ulong)_sectorBytes < (ulong)(item.Item2.Length / SumBytes);

    private static Tree? Open(TreeBlocks blocks, Tree roots)
    {
        try
        {
            return roots.Last(new Key(BtrfsLayout.ChecksumTree, ItemType.Root, ulong.MaxValue)) is { } item && item.Key.Object == BtrfsLayout.ChecksumTree
                && item.Key.Type == ItemType.Root && item.Data.Length >= BtrfsLayout.RootItemBytes && item.Bytes[238] < BtrfsLayout.MaxLevels
                ? new Tree(blocks, new TreeRoot(item.Bytes.U64(176), item.Bytes[238], item.Bytes.U64(160))) : null;
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
