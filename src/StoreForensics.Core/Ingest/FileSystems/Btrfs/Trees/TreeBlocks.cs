using StoreForensics.Ingest.FileSystems.Btrfs.Chunks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Trees;

/// <summary>Blocks of trees by logical address, through a bounded cache; of several copies the first that is right. Thread-safe.</summary>
internal sealed class TreeBlocks(ChunkMap chunks, SuperBlock super, ProblemLog problems, Origin origin)
{
    private const int CacheBytes = 32 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, TreeNode> _nodes = [];
    private readonly Queue<ulong> _order = new();
    private readonly HashSet<ulong> _told = [];

    /// <exception cref="EvidenceFormatException">No copy can be used.</exception>
    public TreeNode Read(TreeRoot at)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(at.Logical, out TreeNode? known) && known.Level == at.Level)
                return known;
        }
        TreeNode node = ReadCopies(at);
        lock (_lock)
        {
            if (!_nodes.ContainsKey(at.Logical))
                _order.Enqueue(at.Logical);
            _nodes[at.Logical] = node;
            if (_nodes.Count > CacheBytes / super.NodeBytes)
                _nodes.Remove(_order.Dequeue());
        }
        return node;
    }

    private TreeNode ReadCopies(TreeRoot at)
    {
        TreeNode? doubtful = null;
        string fault = "no chunk holds its address", doubt = "";
        int copies = chunks.Copies(at.Logical), bad = -1;
        for (int copy = 0; copy < copies; copy++)
        {
            if (chunks.Locate(at.Logical, copy) is null)
            {
                fault = "it lies on a device that is not at hand";
                continue;
            }
            if (ReadCopy(at, copy, out string own, out bool isRight) is not { } node)
            {
                (fault, bad) = (own, copy);
                continue;
            }
            if (isRight)
            {
                if (bad >= 0 && Tell(at.Logical))
                    problems.Warn(BtrfsProblems.OtherCopy, Place(at, bad),
                        $"the tree block at {at.Logical} has a copy that is damaged ({fault}): another is used");
                return node;
            }
            (doubtful, doubt, fault, bad) = (doubtful ?? node, own, own, copy);
        }
        if (doubtful is null)
            throw BtrfsProblems.Bad(BtrfsProblems.Node, $"the tree block at {at.Logical} cannot be used: {fault}", Place(at, 0).Offset);
        if (Tell(at.Logical))
            problems.Warn(BtrfsProblems.Checksum, Place(at, 0),
                $"the tree block at {at.Logical} is doubtful ({doubt}), and no copy is better: it is read as it is");
        return doubtful;
    }

    // What stands elsewhere or is of another level is another block; with a wrong checksum or age it may still say much.
    private TreeNode? ReadCopy(TreeRoot at, int copy, out string fault, out bool isRight)
    {
        isRight = false;
        byte[] bytes = new byte[super.NodeBytes];
        try
        {
            chunks.ReadCopy(at.Logical, copy, bytes);
        }
        catch (EvidenceFormatException e)
        {
            fault = e.Message;
            return null;
        }
        ReadOnlySpan<byte> b = bytes;
        fault = "another block, or none, stands there";
        if (b.U64(48) != at.Logical || new Guid(b.Slice(32, 16), bigEndian: true) != super.MetadataUuid || b[100] != at.Level)
            return null;
        if (TreeNode.Parse(bytes, at.Logical, out fault) is not { } node)
            return null;
        bool isIntact = super.ChecksumType != 0 || BtrfsBytes.IsChecksumRight(b), isOfAge = b.U64(80) == at.Generation;
        fault = !isIntact ? "its checksum is wrong" : $"it was written by transaction {b.U64(80)} and not {at.Generation}";
        isRight = isIntact && isOfAge;
        return node;
    }

    private bool Tell(ulong logical)
    {
        lock (_lock)
            return _told.Count < 1 << 16 && _told.Add(logical);
    }

    private Origin Place(TreeRoot at, int copy) => origin with { Offset = chunks.Locate(at.Logical, copy)?.Offset };
}
