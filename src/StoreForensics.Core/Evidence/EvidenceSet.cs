namespace StoreForensics.Evidence;

/// <summary>
/// All sources of a case: the evidences in the order of the call, each with what was found nested in it (a tar in a tar, a disk image in a tar) behind it. Owns
/// them: they live as long as the set. A source's place in the order never changes.
/// </summary>
public sealed class EvidenceSet : IDisposable
{
    private readonly List<IEvidenceSource> _sources = [];
    private readonly Dictionary<IEvidenceSource, int> _index = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<IEvidenceSource> Sources => _sources;

    /// <summary>Adds an evidence of the call.</summary>
    /// <exception cref="ArgumentException">Another evidence has its name: then nothing told of either could be told apart.</exception>
    public void Add(IEvidenceSource evidence)
    {
        if (!_names.Add(evidence.Name))
            throw new ArgumentException($"two evidences are called {evidence.Name}", nameof(evidence));
        Take(evidence);
    }

    /// <summary>Adds what was deleted from an evidence of this set.</summary>
    /// <exception cref="ArgumentException">It is of no evidence of this set.</exception>
    public void AddRecovered(IRecoveredSource recovered)
    {
        if (!_names.Contains(recovered.Name))
            throw new ArgumentException("it is of no evidence of this case", nameof(recovered));
        Take(recovered);
    }

    /// <summary>Adds what lies in a file of a source of this set.</summary>
    /// <exception cref="ArgumentException">The file is of no source of this set.</exception>
    public void AddNested(NestedSource nested)
    {
        if (!_index.ContainsKey(nested.File.Source))
            throw new ArgumentException("the file is of no evidence of this case", nameof(nested));
        Take(nested);
    }

    /// <summary>The source's place in <see cref="Sources"/>; -1 for one that is not in the set.</summary>
    public int IndexOf(IEvidenceSource source) => _index.GetValueOrDefault(source, -1);

    /// <summary>Inner ones first: they read through the outer ones.</summary>
    public void Dispose()
    {
        for (int i = _sources.Count - 1; i >= 0; i--)
            _sources[i].Dispose();
    }

    private void Take(IEvidenceSource source)
    {
        _index.Add(source, _sources.Count);
        _sources.Add(source);
    }
}
