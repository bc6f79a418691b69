using System.Buffers.Binary;
using StoreForensics.Ingest.Archives;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>
/// The bytes of an inode that is not compressed: blocks that follow each other, the last of them beside the inode where it is inline (erofs data.c,
/// erofs_map_blocks), or chunks by a table. Holes are zeros. One position: for one thread.
/// </summary>
internal sealed class ContentStream : SeekableStream
{
    private const int ChunkBitsMask = 0x1F, ChunkIndexes = 0x20;

    private readonly ErofsVolume _volume;
    private readonly Inode _inode;

    /// <exception cref="EvidenceFormatException">It is compressed, or its form is not known.</exception>
    public ContentStream(ErofsVolume volume, in Inode inode)
        : base(inode.Size)
    {
        if (inode.IsCompressed)
            throw ErofsProblems.Bad(ErofsProblems.Compressed, $"node {inode.Number} is compressed, which is not read");
        if (inode.Layout == DataLayout.Chunks && ChunkBits(volume, inode) > 62)
            throw ErofsProblems.Bad(ErofsProblems.Content, $"node {inode.Number} has chunks that are too large", inode.Offset);
        (_volume, _inode) = (volume, inode);
    }

    /// <inheritdoc/>
    public override DataRun NextData(long from)
    {
        long at = from;
        try
        {
            while (at < Length)
            {
                (long place, long count) = Find(at);
                DataRun data = place < 0 ? default : _volume.Blocks.NextData(place).Moved(-place, count);
                if (!data.IsEmpty)
                    return data.Moved(at, Length);
                at += count;
            }
            return new DataRun(Length, Length);
        }
        catch (EvidenceFormatException)
        {
            return new DataRun(at, Length); // reading it tells what is wrong
        }
    }

    protected override int ReadAt(long offset, Span<byte> buffer)
    {
        (long place, long left) = Find(offset);
        int count = (int)Math.Min(buffer.Length, left);
        if (place < 0)
            buffer[..count].Clear();
        else if (place > _volume.Blocks.Length - count)
            throw ErofsProblems.Bad(ErofsProblems.Content, $"node {_inode.Number} has bytes at {place}, beyond the image's end", place);
        else
            _volume.Blocks.ReadAt(place, buffer[..count]);
        return count;
    }

    private static int ChunkBits(ErofsVolume volume, in Inode inode) => volume.Super.BlockBits + (int)(inode.Union & ChunkBitsMask);

    // Where a byte lies in the image (-1: nowhere, a hole), and how many follow it there.
    private (long Place, long Count) Find(long offset)
    {
        if (_inode.Layout == DataLayout.Chunks)
            return FindChunk(offset);
        long whole = _inode.Layout == DataLayout.Inline ? (_inode.Size - 1) >> _volume.Super.BlockBits << _volume.Super.BlockBits : _inode.Size;
        if (offset >= whole)
            return (_inode.Offset + _inode.HeadBytes + (offset - whole), _inode.Size - offset);
        if (_inode.Union == ErofsLayout.NullBlock)
            return (-1, whole - offset);
        long start = ((long)_inode.StartHigh << 32) + _inode.Union;
        return (Byte(start) + offset, whole - offset);
    }

    private (long Place, long Count) FindChunk(long offset)
    {
        int bits = ChunkBits(_volume, _inode);
        bool hasIndexes = (_inode.Union & ChunkIndexes) != 0;
        int unit = hasIndexes ? 8 : sizeof(uint);
        long table = (_inode.Offset + _inode.HeadBytes + unit - 1) / unit * unit, number = offset >> bits, inChunk = offset - (number << bits);
        if (number > _volume.Blocks.Length / unit)
            throw ErofsProblems.Bad(ErofsProblems.Content, $"node {_inode.Number} has more chunks than the image can list", _inode.Offset);
        ReadOnlySpan<byte> entry = _volume.Read(table + (number * unit), unit, ErofsProblems.Content).Span;
        long left = Math.Min((1L << bits) - inChunk, _inode.Size - offset);
        uint low = BinaryPrimitives.ReadUInt32LittleEndian(hasIndexes ? entry[4..] : entry);
        if (low == ErofsLayout.NullBlock)
            return (-1, left);
        ushort device = hasIndexes ? BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]) : (ushort)0;
        if (device != 0)
            throw ErofsProblems.Bad(ErofsProblems.Device, $"node {_inode.Number} has bytes on device {device} of the image, which is not in it");
        ushort high = hasIndexes && (_volume.Super.Incompatible & IncompatibleFeatures.Is48Bit) != 0
            ? BinaryPrimitives.ReadUInt16LittleEndian(entry) : (ushort)0;
        return (Byte(((long)high << 32) + low) + inChunk, left);
    }

    // 48 bits of blocks of 64 KiB at most fit.
    private long Byte(long block) => block << _volume.Super.BlockBits is var at && at >= 0 ? at
        : throw ErofsProblems.Bad(ErofsProblems.Content, $"node {_inode.Number} has a block {block}, which cannot be", _inode.Offset);
}
