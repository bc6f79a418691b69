using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
using StoreForensics.Ingest.FileSystems.Btrfs.Space;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>
/// Tells whether the bytes that a deleted file's stretches name are still its own: a checksum that the file system kept while the file was there agrees; or,
/// where none is left, whether something else has the place.
/// </summary>
internal sealed class SectorProofs(BtrfsVolume btrfs, AllocatedSpace allocated)
{
    private const int MostSectors = 1 << 22;

    private readonly List<Wanted> _wanted = [];
    private int _sectors;

    /// <summary>Asks about a file.</summary>
    public void Add(OldContent content)
    {
        foreach ((Key key, byte[] data, FileExtent extent) in content.Extents)
        {
            if (extent.IsHole || extent.Inline is not null || content.File.IsHeld)
                continue;
            bool isPacked = extent.Packing != ExtentPacking.None;
            long start = extent.Logical + (isPacked ? 0 : extent.Offset), length = isPacked ? extent.StoredBytes : extent.Length;
            int sectors = (int)Math.Min((length + btrfs.Super.SectorBytes - 1) / btrfs.Super.SectorBytes, int.MaxValue);
            if ((_sectors += sectors) > MostSectors || start % btrfs.Super.SectorBytes != 0)
            {
                _sectors -= sectors;
                content.Lose(key); // more than can be asked about
                continue;
            }
            ulong since = data.Length >= sizeof(ulong) ? ((ReadOnlySpan<byte>)data).U64(0) : 0;
            _wanted.Add(new Wanted(content, key, (ulong)start, sectors, since, content.File.Alive!.Value.Generation, new byte[sectors]));
        }
    }

    /// <summary>Answers all.</summary>
    /// <param name="leaves">Of checksums, older ones and those of now.</param>
    public void Answer(IEnumerable<TreeNode> leaves)
    {
        _wanted.Sort((a, b) => a.Start.CompareTo(b.Start));
        var ends = new ulong[_wanted.Count];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = Math.Max(i > 0 ? ends[i - 1] : 0, End(_wanted[i]));
        foreach (TreeNode leaf in leaves)
        {
            for (int i = 0; i < leaf.Count; i++)
            {
                Key key = leaf.KeyAt(i);
                if (key.Object == BtrfsLayout.ChecksumObject && key.Type == ItemType.ExtentChecksum)
                    Compare(leaf.Generation, key.Offset, leaf.Data(i).Span, ends);
            }
        }
        foreach (Wanted wanted in _wanted)
            Judge(wanted);
    }

    private void Compare(ulong generation, ulong logical, ReadOnlySpan<byte> sums, ulong[] ends)
    {
        int sector = btrfs.Super.SectorBytes;
        ulong end = logical + ((ulong)(sums.Length / sizeof(uint)) * (ulong)sector);
        int first = Array.BinarySearch(ends, logical + 1);
        for (int i = first < 0 ? ~first : first; i < _wanted.Count && _wanted[i].Start < end; i++)
        {
            Wanted wanted = _wanted[i];
            // Before, something else may have had the place; after, too.
            if (generation < wanted.Since || generation > wanted.Until)
                continue;
            for (int s = 0; s < wanted.Sectors; s++)
            {
                ulong at = wanted.Start + ((ulong)s * (ulong)sector);
                if (at >= logical && at < end)
                    wanted.Answers[s] = (byte)(SumAt(at) == sums.U32((int)((at - logical) / (ulong)sector) * sizeof(uint)) ? 1 : 2);
            }
        }
    }

    private void Judge(Wanted wanted)
    {
        bool isLost = wanted.Answers.Contains((byte)2), isProven = !wanted.Answers.Contains((byte)0);
        if (isLost || (!isProven && !allocated.IsFree(wanted.Start, (ulong)wanted.Sectors * (ulong)btrfs.Super.SectorBytes)))
            wanted.Content.Lose(wanted.Key);
        else if (!isProven)
            wanted.Content.Unproven++;
    }

    private uint? SumAt(ulong at)
    {
        byte[] bytes = new byte[btrfs.Super.SectorBytes];
        try
        {
            btrfs.Chunks.ReadAt((long)at, bytes);
            return ~Crc32C.Append(~0u, bytes);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private ulong End(in Wanted wanted) => wanted.Start + ((ulong)wanted.Sectors * (ulong)btrfs.Super.SectorBytes);

    private readonly record struct Wanted(OldContent Content, Key Key, ulong Start, int Sectors, ulong Since, ulong Until, byte[] Answers);
}
