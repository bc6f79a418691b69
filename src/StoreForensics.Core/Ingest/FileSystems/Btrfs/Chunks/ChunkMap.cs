using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs.Devices;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Chunks;

/// <summary>The logical addresses of a file system as a source of blocks: reads go to the first copy that can be read on a device at hand, old ones last.
/// Chunks are added before anybody else reads; then thread-safe.</summary>
/// <param name="devices">Those at hand; they stay open.</param>
internal sealed class ChunkMap(IReadOnlyList<Device> devices) : IBlockSource
{
    private const int MostChunks = 1 << 14;

    private readonly SortedList<ulong, Chunk> _chunks = [];
    private readonly Dictionary<ulong, Device> _devices = devices.ToDictionary(d => d.Id);
    private Chunk[] _ordered = [];

    /// <summary>Numbers of devices that chunks lie on and that are not at hand, in order.</summary>
    public SortedSet<ulong> Missing { get; } = [];

    /// <inheritdoc/>
    /// <remarks>The end of the last chunk: addresses do not end with the device.</remarks>
    public long Length { get; private set; }

    /// <summary>In the order of their addresses.</summary>
    public IReadOnlyList<Chunk> All => _ordered;

    /// <summary>Whether the devices at hand have a copy of everything.</summary>
    public bool IsWhole => _ordered.All(c => c.Groups.All(g => g.Any(s => _devices.ContainsKey(s.Device))));

    /// <summary>False where it overlaps one that is known, and is not the same: then it is left out.</summary>
    public bool Add(Chunk chunk)
    {
        if (_chunks.ContainsKey(chunk.Logical))
            return true;
        if (_chunks.Count >= MostChunks || Overlaps(chunk))
            return false;
        _chunks.Add(chunk.Logical, chunk);
        _ordered = [.. _chunks.Values]; // chunks are few: a gigabyte each
        Length = Math.Max(Length, (long)chunk.End);
        foreach (Stripe stripe in chunk.Stripes)
        {
            if (!_devices.ContainsKey(stripe.Device))
                Missing.Add(stripe.Device);
        }
        return true;
    }

    /// <summary>How many copies there are at a logical address; 0: it is in no chunk.</summary>
    public int Copies(ulong logical) => Find(logical)?.Copies ?? 0;

    /// <summary>Where a copy of a logical address lies, and how many bytes from there on; null where there is none, or its device is not at hand.</summary>
    public Place? Locate(ulong logical, int copy)
    {
        if (Find(logical) is not { } chunk || copy >= chunk.Copies)
            return null;
        Place place = chunk.Find(logical, copy);
        return place.Offset >= 0 && _devices.ContainsKey(place.Device) ? place : null;
    }

    /// <summary>Fills the span from one copy.</summary>
    /// <exception cref="EvidenceFormatException">The copy is elsewhere, or cannot be read.</exception>
    public void ReadCopy(ulong logical, int copy, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            Place place = Locate(logical, copy) ?? throw Absent(logical);
            int count = (int)Math.Min(target.Length, place.Bytes);
            _devices[place.Device].Blocks.ReadAt(place.Offset, target[..count]);
            target = target[count..];
            logical += (ulong)count;
        }
    }

    public void ReadAt(long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            int count = ReadSome((ulong)offset, target);
            target = target[count..];
            offset += count;
        }
    }

    public DataRun NextData(long from)
    {
        while (Reachable((ulong)from) is [var place, ..])
        {
            DataRun run = _devices[place.Device].Blocks.NextData(place.Offset).Moved(-place.Offset, place.Bytes);
            if (!run.IsEmpty)
                return run.Moved(from, long.MaxValue);
            from += place.Bytes;
        }
        return new DataRun(from, from + 1); // reading it tells what is wrong
    }

    public void Dispose()
    {
    }

    // As much as lies together, of the first copy that can be read.
    private int ReadSome(ulong logical, Span<byte> target)
    {
        EvidenceFormatException? unreadable = null;
        foreach (Place place in Reachable(logical))
        {
            int count = (int)Math.Min(target.Length, place.Bytes);
            try
            {
                _devices[place.Device].Blocks.ReadAt(place.Offset, target[..count]);
                return count;
            }
            catch (EvidenceFormatException e)
            {
                unreadable ??= e;
            }
        }
        throw unreadable ?? Absent(logical);
    }

    private List<Place> Reachable(ulong logical)
    {
        var places = new List<Place>();
        int copies = Copies(logical), old = 0;
        for (int copy = 0; copy < copies; copy++)
        {
            if (Locate(logical, copy) is not { } place || place.Offset >= _devices[place.Device].Blocks.Length)
                continue;
            bool isOld = _devices[place.Device].IsOld;
            places.Insert(isOld ? places.Count : places.Count - old, place);
            old += isOld ? 1 : 0;
        }
        return places;
    }

    private EvidenceFormatException Absent(ulong logical) => Find(logical) is null
        ? BtrfsProblems.Bad(BtrfsProblems.Chunk, $"no chunk holds the logical address {logical}")
        : BtrfsProblems.Bad(BtrfsProblems.Device, $"the logical address {logical} lies on a device that is not at hand, or behind the end of one");

    private Chunk? Find(ulong logical)
    {
        int at = Last(logical);
        return at >= 0 && logical < _ordered[at].End ? _ordered[at] : null;
    }

    private bool Overlaps(Chunk chunk)
    {
        int before = Last(chunk.Logical);
        return (before >= 0 && _ordered[before].End > chunk.Logical) || (before + 1 < _ordered.Length && _ordered[before + 1].Logical < chunk.End);
    }

    private int Last(ulong logical)
    {
        int low = 0, high = _ordered.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_ordered[middle].Logical <= logical)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }
}
