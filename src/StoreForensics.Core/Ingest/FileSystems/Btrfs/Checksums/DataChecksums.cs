using StoreForensics.Ingest.FileSystems.Btrfs.Log;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Checksums;

/// <summary>The checksums of files' bytes, one a sector, as the tree of checksums has them, and the logs of subvolumes of what was written
/// after the last whole commit (<c>BTRFS_EXTENT_CSUM_KEY</c>; Linux fs/btrfs/tree-log.c, log_csums). Thread-safe.</summary>
internal sealed class DataChecksums
{
    private const int SumBytes = sizeof(uint);

    private readonly Tree? _tree;
    private readonly SubvolumeLogs _logs;
    private readonly bool _isKnownKind;
    private readonly int _sectorBytes;

    // Files are read from their beginning: the next sector most likely is of the same item.
    private Tuple<ulong, ReadOnlyMemory<byte>>? _last;

    /// <param name="blocks">Reads trees.</param>
    /// <param name="roots">The tree of trees.</param>
    /// <param name="super">Of kinds of checksums only CRC-32C is computed.</param>
    /// <param name="logs">Of subvolumes, as far as they were opened.</param>
    public DataChecksums(TreeBlocks blocks, Tree roots, SuperBlock super, SubvolumeLogs logs)
    {
        (_sectorBytes, _logs, _isKnownKind) = (super.SectorBytes, logs, super.ChecksumType == 0);
        _tree = _isKnownKind ? Open(blocks, roots) : null;
    }

    /// <summary>The checksum of the sector at a logical address; null where none is kept, or it cannot be read.</summary>
    public uint? Of(ulong logical)
    {
        if (!_isKnownKind)
            return null;
        if (_last is not { } last || !Covers(last, logical))
        {
            if (Find(logical) is not { } found)
                return null;
            _last = last = found;
        }
        return last.Item2.Span.U32((int)((logical - last.Item1) / (ulong)_sectorBytes) * SumBytes);
    }

    // What a log has of was free in the last whole commit: no sector has a checksum in both.
    private Tuple<ulong, ReadOnlyMemory<byte>>? Find(ulong logical)
    {
        if (_tree is not null && Find(_tree, logical) is { } committed)
            return committed;
        foreach (Tree log in _logs.Trees)
        {
            if (Find(log, logical) is { } logged)
                return logged;
        }
        return null;
    }

    // The item that has the checksum of that sector.
    private Tuple<ulong, ReadOnlyMemory<byte>>? Find(Tree tree, ulong logical)
    {
        try
        {
            var key = new Key(BtrfsLayout.ChecksumObject, ItemType.ExtentChecksum, logical);
            if (tree.Last(key) is not { } item || item.Key.Object != key.Object || item.Key.Type != key.Type)
                return null;
            var found = Tuple.Create(item.Key.Offset, item.Data);
            return Covers(found, logical) ? found : null;
        }
        catch (EvidenceFormatException)
        {
            return null; // whatever is wrong with the tree, the bytes can be read
        }
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
