using StoreForensics.Primitives;

namespace StoreForensics.Extraction;

/// <summary>One content in the scratch file: its runs of data one after another, what is between them is holes.</summary>
internal sealed class SpooledPiece
{
    /// <summary>In place of where bytes are: they are all zeros, and were not written down.</summary>
    public const long Zeros = -1;

    private readonly List<(DataRun Run, long At)> _runs = [];

    /// <summary>Bytes of the content as far as it could be read.</summary>
    public long Length { get; set; }

    /// <summary>What ended it early; null when nothing did.</summary>
    public EvidenceFormatException? Fault { get; set; }

    /// <summary>Takes bytes that were written to the scratch file, or are <see cref="Zeros"/>, and belong at the content's present end.</summary>
    public void Add(long at, int count)
    {
        if (_runs.Count > 0 && _runs[^1] is var (run, place) && run.End == Length
            && (at == Zeros ? place == Zeros : place != Zeros && place + run.End - run.Start == at))
            _runs[^1] = (run with { End = run.End + count }, place);
        else
            _runs.Add((new DataRun(Length, Length + count), at));
    }

    /// <summary>The first run that ends after a byte, from that byte on where it lies
    /// inside, and where its bytes are; an empty one when only a hole is left.</summary>
    public (DataRun Run, long At) Next(long from)
    {
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _runs[middle].Run.End > from ? (low, middle) : (middle + 1, high);
        }
        if (low == _runs.Count)
            return (new DataRun(Length, Length), 0);
        (DataRun run, long at) = _runs[low];
        long start = Math.Max(run.Start, from);
        return (new DataRun(start, run.End), at == Zeros ? Zeros : at + start - run.Start);
    }
}
