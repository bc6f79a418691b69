using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Attributes;

/// <summary>Attributes in blocks: one leaf, or a tree of nodes over leaves (<c>xfs_da_intnode</c>). Each block is read once, so that no tree can
/// loop.</summary>
internal sealed class AttributeBlocks(XfsVolume xfs, ulong inode, ForkMap map)
{
    // A million attributes of one file.
    private const int MaxBlocks = 1 << 16;

    private readonly HashSet<uint> _visited = [];
    private readonly Stack<uint> _pending = new();

    /// <summary>All of them; what cannot be read becomes a problem.</summary>
    public void Read(in Inode of, List<RawAttribute> found)
    {
        _pending.Push(0);
        while (_visited.Count < MaxBlocks && _pending.TryPop(out uint at))
        {
            if (!_visited.Add(at))
                continue;
            try
            {
                ReadBlock(at, found);
            }
            catch (EvidenceFormatException e)
            {
                xfs.Damage(XfsProblems.Xattr, e.Offset ?? of.Offset, $"inode {inode}: block {at} of its attributes cannot be read: {e.Message}");
            }
        }
        if (_pending.Count > 0)
            xfs.Damage(XfsProblems.Xattr, of.Offset, $"inode {inode}: its attributes have more than {MaxBlocks} blocks: the rest is left out");
    }

    private void ReadBlock(uint at, List<RawAttribute> found)
    {
        BlockRun run = map.Find(at);
        if (run.Physical == 0)
            throw XfsProblems.Bad(XfsProblems.Xattr, "it is a hole");
        byte[] bytes = new byte[xfs.Super.BlockBytes];
        xfs.ReadBlocks(run.Physical, bytes);
        ReadOnlySpan<byte> block = bytes;
        bool isNew = xfs.Super.HasChecksums;
        ushort magic = block.U16(8);
        bool isLeaf = magic == (isNew ? XfsLayout.NewAttributeLeafMagic : XfsLayout.AttributeLeafMagic);
        long offset = run.Physical * bytes.Length;
        if (!isLeaf && magic != (isNew ? XfsLayout.NewNodeMagic : XfsLayout.NodeMagic))
            throw XfsProblems.Bad(XfsProblems.Xattr, "it has no mark", offset);
        if (!xfs.IsIntact(block, XfsLayout.NodeChecksumAt, offset))
            xfs.Warn(XfsProblems.Checksum, offset, $"inode {inode}: the checksum of block {at} of its attributes is wrong: it was altered or torn");
        if (!isLeaf)
            PushChildren(block, isNew);
        else if (AttributeLeaf.Read(block, isNew, found) is > 0 and var bad)
            xfs.Damage(XfsProblems.Xattr, offset, $"inode {inode}: {bad} attributes of a block point out of it");
    }

    private void PushChildren(ReadOnlySpan<byte> node, bool isNew)
    {
        int count = node.U16(isNew ? 56 : 12), start = isNew ? 64 : 16;
        count = Math.Min(count, (node.Length - start) / 8);
        for (int i = count - 1; i >= 0; i--)
            _pending.Push(node.U32(start + (i * 8) + 4));
    }
}
