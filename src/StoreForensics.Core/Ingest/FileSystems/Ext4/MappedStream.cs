using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>The bytes of a file by its map; holes are zeros. Seekable, read-only, one position: for one thread.</summary>
internal sealed class MappedStream(Ext4Blocks volume, IBlockMap map, long length) : Stream, IHoles
{
    private long _position;
    private long _runStart = -1;
    private BlockRun _run;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        long left = length - _position;
        if (left <= 0 || buffer.IsEmpty)
            return 0;
        int blockBytes = volume.Super.BlockBytes;
        Find(_position / blockBytes);
        long inRun = _position - (_runStart * blockBytes);
        int count = (int)Math.Min(Math.Min(left, buffer.Length), (_run.Blocks * blockBytes) - inRun);
        if (_run.Physical == 0)
            buffer[..count].Clear();
        else
            volume.Blocks.ReadAt((_run.Physical * blockBytes) + inRun, buffer[..count]);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    /// <remarks>Holes of the file, blocks that were reserved and never written, and blocks that the disk image does not store.</remarks>
    public DataRun NextData(long from)
    {
        long blockBytes = volume.Super.BlockBytes, at = from;
        try
        {
            while (at < length)
            {
                Find(at / blockBytes);
                long inRun = at - (_runStart * blockBytes), left = Math.Min(length - at, (_run.Blocks * blockBytes) - inRun);
                long physical = (_run.Physical * blockBytes) + inRun;
                DataRun data = _run.Physical == 0 ? default : volume.Blocks.NextData(physical).Moved(-physical, left);
                if (!data.IsEmpty)
                    return data.Moved(at, length);
                at += left;
            }
            return new DataRun(length, length);
        }
        catch (EvidenceFormatException)
        {
            return new DataRun(at, Math.Min(length, ((at / blockBytes) + 1) * blockBytes)); // reading it tells what is wrong
        }
    }

    private void Find(long block)
    {
        if (_runStart < 0 || block < _runStart || block >= _runStart + _run.Blocks)
            (_run, _runStart) = (map.Find(block), block);
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
