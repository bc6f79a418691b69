using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Extents;

/// <summary>The bytes of a file; holes and what is only reserved are zeros. One position: for one thread.</summary>
/// <param name="logical">The logical addresses of the file system; stays open.</param>
/// <param name="sectorBytes">See <see cref="ExtentUnpacker"/>.</param>
/// <param name="map">Where they lie.</param>
/// <param name="length">Bytes of the file.</param>
internal sealed class ExtentStream(IBlockSource logical, int sectorBytes, FileMap map, long length) : SeekableStream(length)
{
    private FileExtent? _extent;
    private FileExtent? _unpackedOf;
    private byte[] _unpacked = [];

    /// <inheritdoc/>
    public override DataRun NextData(long from)
    {
        long at = from;
        try
        {
            while (at < Length)
            {
                FileExtent extent = Find(at);
                long end = Math.Min(Length, extent.End);
                if (extent.IsHole)
                {
                    at = end;
                    continue;
                }
                if (extent.Inline is not null || extent.Packing != ExtentPacking.None)
                    return new DataRun(at, end);
                long place = extent.Logical + extent.Offset + at - extent.Start;
                DataRun data = logical.NextData(place).Moved(-place, end - at);
                if (!data.IsEmpty)
                    return data.Moved(at, Length);
                at = end;
            }
            return new DataRun(Length, Length);
        }
        catch (EvidenceFormatException)
        {
            return new DataRun(at, Math.Min(Length, at + sectorBytes)); // reading it tells what is wrong
        }
    }

    protected override int ReadAt(long offset, Span<byte> buffer)
    {
        FileExtent extent = Find(offset);
        long inExtent = offset - extent.Start;
        Span<byte> target = buffer[..(int)Math.Min(buffer.Length, extent.End - offset)];
        if (extent.IsHole)
            target.Clear();
        else if (extent.Inline is null && extent.Packing == ExtentPacking.None)
            logical.ReadAt(extent.Logical + extent.Offset + inExtent, target);
        else
            Unpacked(extent).AsSpan((int)(extent.Offset + inExtent), target.Length).CopyTo(target);
        return target.Length;
    }

    // Files that are overwritten in part have many stretches of one extent.
    private byte[] Unpacked(FileExtent extent)
    {
        bool isSame = extent.Inline is null ? _unpackedOf is { Inline: null } last && last.Logical == extent.Logical && last.WholeBytes == extent.WholeBytes
            && last.Packing == extent.Packing : ReferenceEquals(_unpackedOf, extent);
        if (!isSame)
        {
            _unpackedOf = null;
            byte[] stored = extent.Inline is { } inline ? inline.ToArray() : logical.ReadBytes(extent.Logical, (int)extent.StoredBytes);
            _unpacked = ExtentUnpacker.Unpack(extent.Packing, stored, (int)extent.WholeBytes, sectorBytes);
            _unpackedOf = extent;
        }
        return _unpacked;
    }

    private FileExtent Find(long at) => _extent is { } last && at >= last.Start && at < last.End ? last : _extent = map.Find(at);
}
