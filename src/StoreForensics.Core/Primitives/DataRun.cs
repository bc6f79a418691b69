namespace StoreForensics.Primitives;

/// <summary>A run of a file's bytes that may hold more than zeros.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">One past its last; <see cref="long.MaxValue"/> where it goes on to an end that is not known beforehand.</param>
public readonly record struct DataRun(long Start, long End)
{
    /// <summary>Only a hole is left.</summary>
    public bool IsEmpty => End <= Start;

    /// <summary>The same run as seen from a place that lies elsewhere: of a part in its whole, or of a whole in a part.</summary>
    /// <param name="shift">Added to both ends.</param>
    /// <param name="most">What neither may pass.</param>
    internal DataRun Moved(long shift, long most) => new(Moved(Start, shift, most), Moved(End, shift, most));

    private static long Moved(long at, long shift, long most) => shift > 0 && at > long.MaxValue - shift ? most : Math.Min(most, at + shift);
}
