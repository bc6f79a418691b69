using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>A volume with sectors of 512 bytes that a log replaced, in memory. Filled by one thread, then read by any. Does not own the volume.</summary>
internal sealed class OverlaidSectors : IBlockSource
{
    private const int SectorBytes = XfsLayout.BasicBlockBytes;

    private readonly IBlockSource _blocks;
    private readonly Dictionary<long, byte[]> _sectors = [];
    private readonly Lazy<long[]> _numbers;

    /// <param name="blocks">The volume.</param>
    public OverlaidSectors(IBlockSource blocks) => (_blocks, _numbers) = (blocks, new Lazy<long[]>(() => [.. _sectors.Keys.Order()]));

    public long Length => _blocks.Length;

    /// <summary>Sectors that were replaced.</summary>
    public int Count => _sectors.Count;

    /// <summary>Whether any of these bytes come from the log.</summary>
    public bool Holds(long offset, int length)
    {
        for (long sector = offset / SectorBytes; sector * SectorBytes < offset + length; sector++)
        {
            if (_sectors.ContainsKey(sector))
                return true;
        }
        return false;
    }

    /// <summary>Replaces bytes; what else is in their sectors stays.</summary>
    /// <exception cref="EvidenceFormatException">They lie outside, or what else is in their sectors cannot be read.</exception>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        _blocks.CheckRange(offset, bytes.Length);
        while (!bytes.IsEmpty)
        {
            long number = offset / SectorBytes;
            int at = (int)(offset % SectorBytes), count = Math.Min(SectorBytes - at, bytes.Length);
            if (!_sectors.TryGetValue(number, out byte[]? sector))
            {
                sector = new byte[SectorBytes];
                if (count < SectorBytes)
                    _blocks.ReadAt(number * SectorBytes, sector.AsSpan(0, (int)Math.Min(SectorBytes, Length - (number * SectorBytes))));
                _sectors[number] = sector;
            }
            bytes[..count].CopyTo(sector.AsSpan(at));
            bytes = bytes[count..];
            offset += count;
        }
    }

    public void ReadAt(long offset, Span<byte> target)
    {
        _blocks.CheckRange(offset, target.Length);
        while (!target.IsEmpty)
        {
            long number = offset / SectorBytes;
            int at = (int)(offset % SectorBytes), count = Math.Min(SectorBytes - at, target.Length);
            if (_sectors.TryGetValue(number, out byte[]? sector))
            {
                sector.AsSpan(at, count).CopyTo(target);
            }
            else
            {
                while (count < target.Length && !_sectors.ContainsKey((offset + count) / SectorBytes))
                    count = Math.Min(count + SectorBytes, target.Length);
                _blocks.ReadAt(offset, target[..count]);
            }
            target = target[count..];
            offset += count;
        }
    }

    public DataRun NextData(long from)
    {
        DataRun data = _blocks.NextData(from);
        long[] numbers = _numbers.Value;
        int at = Array.BinarySearch(numbers, from / SectorBytes);
        at = at < 0 ? ~at : at;
        if (at == numbers.Length || numbers[at] * SectorBytes >= data.Start)
            return data;
        return new DataRun(Math.Max(from, numbers[at] * SectorBytes), Math.Min(Length, (numbers[at] + 1) * SectorBytes));
    }

    public void Dispose()
    {
    }
}
