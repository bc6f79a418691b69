using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Contents;

/// <summary>The bytes of a file by its map; holes are zeros. One position: for one thread.</summary>
/// <param name="blocks">What the map's blocks are counted on; stays open.</param>
/// <param name="blockBytes">Bytes of a block.</param>
/// <param name="map">Where they lie.</param>
/// <param name="length">Bytes of the file.</param>
internal sealed class MappedStream(IBlockSource blocks, int blockBytes, IBlockMap map, long length) : SeekableStream(length)
{
    private long _runStart = -1;
    private BlockRun _run;

    /// <inheritdoc/>
    /// <remarks>Holes of the file, blocks that were reserved and never written, and blocks that the disk image does not store.</remarks>
    public override DataRun NextData(long from)
    {
        long at = from;
        try
        {
            while (at < Length)
            {
                Find(at / blockBytes);
                long inRun = at - (_runStart * blockBytes), left = Math.Min(Length - at, (_run.Blocks * blockBytes) - inRun);
                long physical = (_run.Physical * blockBytes) + inRun;
                DataRun data = _run.Physical == 0 ? default : blocks.NextData(physical).Moved(-physical, left);
                if (!data.IsEmpty)
                    return data.Moved(at, Length);
                at += left;
            }
            return new DataRun(Length, Length);
        }
        catch (EvidenceFormatException)
        {
            return new DataRun(at, Math.Min(Length, ((at / blockBytes) + 1) * blockBytes)); // reading it tells what is wrong
        }
    }

    protected override int ReadAt(long offset, Span<byte> buffer)
    {
        Find(offset / blockBytes);
        long inRun = offset - (_runStart * blockBytes);
        int count = (int)Math.Min(buffer.Length, (_run.Blocks * blockBytes) - inRun);
        if (_run.Physical == 0)
            buffer[..count].Clear();
        else
            blocks.ReadAt((_run.Physical * blockBytes) + inRun, buffer[..count]);
        return count;
    }

    private void Find(long block)
    {
        if (_runStart < 0 || block < _runStart || block >= _runStart + _run.Blocks)
            (_run, _runStart) = (map.Find(block), block);
    }
}
