using StoreForensics.Evidence;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>What shows when described layers lie on each other: the truth that merged views are held to, and what writers of whole trees write.</summary>
internal sealed class DescribedView
{
    private readonly SortedDictionary<string, DescribedName> _names = new(StringComparer.Ordinal);

    /// <param name="layers">Bottom first.</param>
    public DescribedView(IEnumerable<DescribedLayer> layers)
    {
        foreach (DescribedLayer layer in layers)
            Apply(layer);
    }

    /// <summary>By path; the root only where a layer tells of it.</summary>
    public IEnumerable<DescribedName> Names => _names.Values;

    public DescribedEntry? Find(string path) => _names.TryGetValue(path, out DescribedName name) ? name.Entry : null;

    /// <summary>What lies directly in a directory.</summary>
    public IEnumerable<DescribedEntry> In(string directory) =>
        Below(directory).Select(p => _names[p].Entry).Where(e => e.Path.LastIndexOf('/') == directory.Length);

    private void Apply(DescribedLayer layer)
    {
        foreach (DescribedDeletion deletion in layer.Deletions)
        {
            Empty(deletion.Path);
            Assert.That(_names.Remove(deletion.Path), $"{layer.Name} deletes {deletion.Path}, which is not there");
        }
        foreach (DescribedEntry entry in layer.Entries)
        {
            if (entry.IsReplaced || entry.Kind != EntryKind.Directory)
                Empty(entry.Path);
            _names[entry.Path] = new DescribedName(layer, entry);
        }
    }

    private void Empty(string directory)
    {
        foreach (string path in Below(directory))
            _names.Remove(path);
    }

    private string[] Below(string directory) => [.. _names.Keys.Where(p => p.StartsWith(directory + "/", StringComparison.Ordinal))];
}
