using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>What one layer does to the files below it.</summary>
internal sealed class DescribedLayer
{
    /// <summary>Tells it from other layers; stands in no store.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Every name that the layer makes or changes, directories before what is in them, and every directory in which it does so. <c>/</c> is the root, which is
    /// told only where its time matters.
    /// </summary>
    public IReadOnlyList<DescribedEntry> Entries { get; init; } = [];

    public IReadOnlyList<DescribedDeletion> Deletions { get; init; } = [];

    /// <summary>The same as <c>docker diff</c> words it, in its order; written by hand, so that it is a second word on it.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Bytes of its files; of several names of one file once.</summary>
    public long Size => Entries.Where(e => e is { Kind: EntryKind.File, LinkOf: null }).Sum(e => e.Size);

    /// <summary>The names of its own.</summary>
    public IEnumerable<DescribedName> Names => Entries.Select(e => new DescribedName(this, e));
}

/// <summary>A name (with all below it) that the layers below have and that is gone.</summary>
internal sealed record DescribedDeletion(string Path, Timestamp At)
{
    public string Directory => Path[..Math.Max(1, Path.LastIndexOf('/'))];
}

/// <summary>A name and the layer whose version of it is meant.</summary>
internal readonly record struct DescribedName(DescribedLayer Layer, DescribedEntry Entry)
{
    public string Path => Entry.Path;

    /// <summary>Equal for all names of one file.</summary>
    public (DescribedLayer, string) File => (Layer, Entry.LinkOf ?? Entry.Path);
}
