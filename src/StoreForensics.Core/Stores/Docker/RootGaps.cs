using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker;

/// <summary>
/// What every engine makes in a data root and this evidence does not have: collections of configurations and logs, roots without the store of containerd. Told
/// once for the root; nothing else may then be called removed, interrupted or wiped because of it.
/// </summary>
internal sealed class RootGaps
{
    private readonly List<string> _parts = [];

    /// <summary>In words, with the path in the root.</summary>
    public void Add(string part)
    {
        if (!_parts.Contains(part))
            _parts.Add(part);
    }

    public void Report(DataRoot root)
    {
        if (_parts.Count > 0)
            root.Files.Problems.Damage("SF-STORE-0006", root.Origin,
                $"not in the evidence: {string.Join("; ", _parts.Select(p => DisplayText.Escape(p)))}. Whether it was not collected or is gone cannot be told");
    }
}
