namespace StoreForensics.Ingest.Recognition;

/// <summary>How one format is recognised.</summary>
/// <param name="Kind">The format.</param>
/// <param name="Level">What a file of it is.</param>
internal sealed record Signature(FormatKind Kind, FormatLevel Level)
{
    /// <summary>Looks beyond the marks. Null: it is not this format after all; otherwise the words, or better ones.</summary>
    public delegate string? Test(in Sample sample, string words);

    /// <summary>What a file that is one is called, with its article; null where a file is not looked at for it.</summary>
    public string? AsFile { get; init; }

    /// <summary>What a part of a disk that holds one is said to hold; null where a part is not looked at for it.</summary>
    public string? AsPart { get; init; }

    /// <summary>One of these must be there; none: only the test decides.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    public Test? Also { get; init; }

    /// <summary>The words, or null when it is something else.</summary>
    public string? Match(in Sample sample)
    {
        string? words = sample.IsPart ? AsPart : AsFile;
        if (words is null || (Marks.Count > 0 && !HasMark(sample)))
            return null;
        return Also is null ? words : Also(sample, words);
    }

    private bool HasMark(in Sample sample)
    {
        foreach (Mark mark in Marks)
        {
            if (mark.IsInTail ? sample.Tail.StartsWith(mark.Bytes) : sample.Has(mark.Offset, mark.Bytes))
                return true;
        }
        return false;
    }
}

/// <summary>Bytes that stand at a place.</summary>
/// <param name="Offset">From the beginning; in the tail it is its first byte.</param>
/// <param name="Bytes">They.</param>
internal sealed record Mark(int Offset, byte[] Bytes)
{
    public bool IsInTail { get; init; }
}
