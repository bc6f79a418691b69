using System.Globalization;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Extraction;

/// <summary>
/// A file with holes as a member of a tar: the map of its data in GNU tar's PAX format 1.0 (GNU tar manual, "Storing Sparse Files"), which stands before the
/// data, and which runs of data follow one another.
/// </summary>
internal sealed class SparseLayout
{
    /// <summary>Files with fewer bytes of holes are stored whole, which every reader understands.</summary>
    private const long LeastHoleBytes = 1 << 20;

    // A shorter hole costs a reader more than the bytes do.
    private const long LeastGapBytes = 1 << 16;

    // Each is two numbers in the archive and a seek to whoever unpacks it; the readers that we know keep this many.
    private const int MaxRuns = 1 << 16;

    private SparseLayout(List<DataRun> runs, long size, long missing)
    {
        (Runs, Missing) = (runs, missing);
        var map = new StringBuilder();
        bool endsInHole = runs.Count == 0 || runs[^1].End < size;
        map.Append(CultureInfo.InvariantCulture, $"{runs.Count + (endsInHole ? 1 : 0)}\n");
        foreach (DataRun run in runs)
            map.Append(CultureInfo.InvariantCulture, $"{run.Start}\n{run.End - run.Start}\n");
        if (endsInHole)
            map.Append(CultureInfo.InvariantCulture, $"{size}\n0\n"); // a part without bytes, as GNU tar marks the end
        Map = new byte[(map.Length + TarHeaderWriter.BlockBytes - 1) / TarHeaderWriter.BlockBytes * TarHeaderWriter.BlockBytes];
        Encoding.ASCII.GetBytes(map.ToString(), Map);
        PackedBytes = Map.Length + runs.Sum(r => r.End - r.Start);
    }

    /// <summary>In order, with holes between.</summary>
    public IReadOnlyList<DataRun> Runs { get; }

    /// <summary>Bytes at the end that cannot be read, and are left a hole.</summary>
    public long Missing { get; }

    /// <summary>The map in whole blocks.</summary>
    public byte[] Map { get; }

    /// <summary>Bytes of map and data.</summary>
    public long PackedBytes { get; }

    /// <summary>Null where a file has no holes that are worth it.</summary>
    /// <param name="content">At its start, where it stays.</param>
    public static SparseLayout? Of(EntryContent content)
    {
        if (content.Size < LeastHoleBytes)
            return null;
        var runs = new List<DataRun>();
        long end = content.ReadableEnd();
        for (long at = 0; at < end && content.NextData(at) is { IsEmpty: false } data; at = data.End)
        {
            long runEnd = Math.Min(data.End, end);
            if (data.Start >= end)
                break;
            bool isNear = runs.Count > 0 && data.Start - runs[^1].End < LeastGapBytes;
            if (isNear || runs.Count == MaxRuns)
                runs[^1] = new DataRun(runs[^1].Start, runEnd);
            else
                runs.Add(new DataRun(data.Start, runEnd));
        }
        return content.Size - runs.Sum(r => r.End - r.Start) >= LeastHoleBytes ? new SparseLayout(runs, content.Size, content.Size - end) : null;
    }
}
