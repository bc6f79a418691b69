using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>Finds the active sequence of the log ([MS-VHDX] 2.3.2) and the changes in it. The log is a ring: an entry may go on at its beginning.</summary>
internal sealed class VhdxLog
{
    private readonly byte[] _bytes;
    private readonly Guid _id;
    private readonly Dictionary<int, VhdxLogEntry?> _seen = [];
    private long _checksummed;

    /// <param name="bytes">The whole log region.</param>
    /// <param name="id">The log's GUID in the header.</param>
    public VhdxLog(byte[] bytes, Guid id) => (_bytes, _id) = (bytes, id);

    /// <summary>The entries to be applied, oldest first; empty when there is no sequence that is whole.</summary>
    public IReadOnlyList<VhdxLogEntry> ActiveSequence()
    {
        List<VhdxLogEntry> best = [];
        var within = new HashSet<int>();
        for (int at = 0; at < _bytes.Length; at += VhdxLayout.LogSectorBytes)
        {
            if (within.Contains(at))
                continue; // the run that begins here is the end of one that was looked at
            List<VhdxLogEntry> run = RunFrom(at);
            within.UnionWith(run.Select(e => e.At));
            if (run.Count == 0 || (best.Count > 0 && run[^1].Sequence <= best[^1].Sequence))
                continue;
            int tail = run.FindIndex(e => e.At == run[^1].Tail);
            if (tail >= 0)
                best = run[tail..];
        }
        return best;
    }

    /// <summary>Applies one entry's changes.</summary>
    /// <exception cref="EvidenceFormatException">A descriptor or data sector is not of this entry, or cannot be.</exception>
    public void Apply(VhdxLogEntry entry, VhdxPatches patches)
    {
        int data = entry.HeadBytes;
        for (int i = 0; i < entry.Descriptors; i++)
        {
            byte[] descriptor = Slice(entry.At + VhdxLayout.LogEntryHeaderBytes + i * VhdxLayout.LogDescriptorBytes, VhdxLayout.LogDescriptorBytes);
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(descriptor.AsSpan(16));
            bool isOther = BinaryPrimitives.ReadUInt64LittleEndian(descriptor.AsSpan(24)) != entry.Sequence;
            if (isOther || offset % VhdxLayout.LogSectorBytes != 0 || offset > long.MaxValue / 2)
                throw Bad($"a log descriptor for byte {offset} that is not of its entry or cannot be", entry);
            if (descriptor.AsSpan().StartsWith("zero"u8))
            {
                ulong length = BinaryPrimitives.ReadUInt64LittleEndian(descriptor.AsSpan(8));
                if (length % VhdxLayout.LogSectorBytes != 0 || length > long.MaxValue / 2)
                    throw Bad($"a log descriptor for {length} zeros", entry);
                patches.Zero((long)offset, (long)length);
            }
            else if (descriptor.AsSpan().StartsWith("desc"u8))
            {
                if (data > entry.Length - VhdxLayout.LogSectorBytes)
                    throw Bad("fewer data sectors than descriptors for them", entry);
                patches.Write((long)offset, Sector(entry, data, descriptor));
                data += VhdxLayout.LogSectorBytes;
            }
            else
            {
                throw Bad("a log descriptor of an unknown kind", entry);
            }
        }
    }

    // The first 8 and last 4 bytes of a sector stand in its descriptor, for the sector has its marks there.
    private byte[] Sector(VhdxLogEntry entry, int at, byte[] descriptor)
    {
        byte[] sector = Slice(entry.At + at, VhdxLayout.LogSectorBytes);
        uint high = BinaryPrimitives.ReadUInt32LittleEndian(sector.AsSpan(4)), low = BinaryPrimitives.ReadUInt32LittleEndian(sector.AsSpan(4092));
        if (!sector.AsSpan().StartsWith("data"u8) || ((ulong)high << 32 | low) != entry.Sequence)
            throw Bad("a data sector of the log that is not of its entry", entry);
        descriptor.AsSpan(8, 8).CopyTo(sector);
        descriptor.AsSpan(4, 4).CopyTo(sector.AsSpan(4092));
        return sector;
    }

    private List<VhdxLogEntry> RunFrom(int at)
    {
        var run = new List<VhdxLogEntry>();
        long used = 0;
        while (EntryAt(at) is { } entry && (run.Count == 0 || entry.Sequence == run[^1].Sequence + 1) && used + entry.Length <= _bytes.Length)
        {
            run.Add(entry);
            used += entry.Length;
            at = (int)(((long)at + entry.Length) % _bytes.Length);
        }
        return run;
    }

    private VhdxLogEntry? EntryAt(int at)
    {
        if (!_seen.TryGetValue(at, out VhdxLogEntry? entry))
            _seen.Add(at, entry = ReadEntry(at));
        return entry;
    }

    private VhdxLogEntry? ReadEntry(int at)
    {
        if (VhdxLogEntry.Parse(_bytes.AsSpan(at, VhdxLayout.LogEntryHeaderBytes), at, _bytes.Length, _id) is not { } entry)
            return null;
        // Entries do not overlap, so that what is summed is about the log's size, unless somebody wants to keep us busy.
        _checksummed += entry.Length;
        if (_checksummed > 8L * _bytes.Length)
            throw new EvidenceFormatException(DiskProblems.BadLog, "log entries that lie over each other");
        byte[] whole = Slice(at, entry.Length);
        return BinaryPrimitives.ReadUInt32LittleEndian(whole.AsSpan(4)) == VhdxLayout.Checksum(whole) ? entry : null;
    }

    private byte[] Slice(int at, int length)
    {
        byte[] slice = new byte[length];
        int start = at % _bytes.Length, first = Math.Min(length, _bytes.Length - start);
        _bytes.AsSpan(start, first).CopyTo(slice);
        _bytes.AsSpan(0, length - first).CopyTo(slice.AsSpan(first));
        return slice;
    }

    private static EvidenceFormatException Bad(string message, VhdxLogEntry entry) => new(DiskProblems.BadLog, message, entry.At);
}
