using StoreForensics.Ingest.FileSystems.Btrfs.Chunks;
using StoreForensics.Ingest.FileSystems.Btrfs.Space;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>
/// Leaves of trees that are no part of the file system any more: nothing is written over in btrfs, so that what a transaction replaced stays in free blocks
/// until they are given away again. A leaf counts that has the file system's UUID, its own address, and a right checksum.
/// </summary>
internal sealed class OldLeaves(BtrfsVolume btrfs, AllocatedSpace allocated, Func<ulong, bool> isLiveTree)
{
    private const int WindowBytes = 1 << 20;

    /// <summary>Bytes of chunks of trees that are looked at: more than a file system of tens of terabytes has.</summary>
    private const long MostBytes = 64L << 30;

    /// <summary>Whether it stopped at the limit.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The oldest transaction of which a leaf is left, and how many leaves.</summary>
    public (ulong Oldest, long Leaves) Found { get; private set; } = (ulong.MaxValue, 0);

    /// <summary>In the order of their addresses.</summary>
    /// <returns>Each with whether something still holds it: then it is of a removed subvolume that was not taken apart.</returns>
    public IEnumerable<(TreeNode Leaf, bool IsHeld)> All()
    {
        long looked = 0;
        int nodeBytes = btrfs.Super.NodeBytes;
        byte[] window = new byte[WindowBytes];
        foreach (Chunk chunk in btrfs.Chunks.All.Where(c => c.HoldsTrees))
        {
            for (ulong at = chunk.Logical; at + (ulong)nodeBytes <= chunk.End;)
            {
                if (looked >= MostBytes)
                {
                    IsFull = true;
                    yield break;
                }
                at = NextData(chunk, at);
                int count = (int)Math.Min((ulong)window.Length, (chunk.End - Math.Min(at, chunk.End)) / (ulong)nodeBytes * (ulong)nodeBytes);
                if (count == 0)
                    break;
                bool isRead = TryRead(at, window.AsSpan(0, count));
                looked += count;
                for (int i = 0; isRead && i < count; i += nodeBytes)
                {
                    if (Take(window.AsSpan(i, nodeBytes), at + (ulong)i) is { } leaf)
                        yield return (leaf, !allocated.IsFree(leaf.Logical, (ulong)nodeBytes));
                }
                at += (ulong)count;
            }
        }
    }

    private ulong NextData(Chunk chunk, ulong at)
    {
        DataRun data = btrfs.Chunks.NextData((long)at);
        ulong start = Math.Max(at, (ulong)Math.Max(0, data.Start));
        return start <= at ? at : chunk.Logical + ((start - chunk.Logical) / (ulong)btrfs.Super.NodeBytes * (ulong)btrfs.Super.NodeBytes);
    }

    private TreeNode? Take(ReadOnlySpan<byte> b, ulong logical)
    {
        if (b.U64(48) != logical || b[100] != 0 || !b.Slice(32, 16).SequenceEqual(btrfs.Super.MetadataUuid.ToByteArray(bigEndian: true)))
            return null;
        bool isNow = !allocated.IsFree(logical, (ulong)b.Length);
        if (isNow && isLiveTree(b.U64(88)))
            return null;
        if (btrfs.Super.ChecksumType != 0 || !BtrfsBytes.IsChecksumRight(b) || TreeNode.Parse(b.ToArray(), logical, out _) is not { } leaf)
            return null;
        Found = (Math.Min(Found.Oldest, leaf.Generation), Found.Leaves + 1);
        return leaf;
    }

    private bool TryRead(ulong at, Span<byte> target)
    {
        try
        {
            btrfs.Chunks.ReadAt((long)at, target);
            return true;
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }
}
