using StoreForensics.Model;

namespace StoreForensics.Verification;

/// <summary>What came of one layer.</summary>
internal sealed class LayerOutcome(Layer layer)
{
    /// <summary>More differences are counted, not kept.</summary>
    public const int MaxDifferences = 100_000;

    private readonly List<FileDifference> _files = [];

    public Layer Layer => layer;

    /// <summary>Why the layer as a whole cannot be verified; null when it can.</summary>
    public string? Unverifiable { get; set; }

    /// <summary>SHA-256 of the tar as rebuilt, with <c>sha256:</c>; null when it cannot be rebuilt.</summary>
    public string? RebuiltDigest { get; set; }

    /// <summary>Entries that were compared with a record.</summary>
    public long Compared { get; set; }

    public long Bytes { get; set; }

    public long Dropped { get; private set; }

    public IReadOnlyList<FileDifference> Files => _files;

    public void Add(FileDifference difference)
    {
        if (_files.Count < MaxDifferences)
            _files.Add(difference);
        else
            Dropped++;
    }

    /// <summary>What the files were compared with is not what was stored: nothing is said of them.</summary>
    public void DistrustRecord()
    {
        _files.Clear();
        Dropped = 0;
        RebuiltDigest = null;
        Unverifiable = "the tar that it was stored from is not what its digest says: a comparison with it would say nothing of the files";
    }

    public void Remove(Predicate<FileDifference> which) => _files.RemoveAll(which);
}
