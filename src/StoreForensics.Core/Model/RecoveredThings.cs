using StoreForensics.Evidence;

namespace StoreForensics.Model;

/// <summary>
/// What stores had and was removed, as far as it was found again: by ids that stand in the contents, never by likeness. Lists are by evidence, then by id.
/// </summary>
public sealed class RecoveredThings
{
    /// <summary>The sources that deleted files are read from, by evidence; empty where nothing was looked for.</summary>
    public List<IRecoveredSource> Sources { get; } = [];

    public List<Container> Containers { get; } = [];

    public List<Image> Images { get; } = [];

    /// <summary>Of removed containers and images.</summary>
    public List<Layer> Layers { get; } = [];

    /// <summary>Why nothing can be recovered from an evidence, in words, by its name.</summary>
    public Dictionary<string, string> Limits { get; } = new(StringComparer.Ordinal);

    /// <summary>Files and directories that were deleted, in the order of the sources' trees.</summary>
    public IEnumerable<RecoveredFile> Files
    {
        get
        {
            foreach (IRecoveredSource source in Sources)
            {
                for (int node = 1; node < source.Tree.Count; node++)
                {
                    if (source.RecoveryOf(node) is { } recovery)
                        yield return new RecoveredFile(new EntryRef(source, node), recovery);
                }
            }
        }
    }

    /// <summary>How many pieces of stores were found in unused space and could be joined to nothing: they lie below <c>$Carved</c>.</summary>
    public int Unjoined => Files.Count(f => f.Entry.Tree[f.Entry.Node].Parent is var parent && f.Entry.Tree.Name(parent).SequenceEqual("$Carved"u8));

    /// <summary>In words; null where there are none.</summary>
    internal string? UnjoinedWords => Unjoined is > 0 and var count
        ? $"{count} pieces of configurations, logs and the like were found in unused space by what they are, and name no id that would tell whose they were: "
            + "ls @host --recovered --recursive lists them below $Carved." : null;

    /// <summary>Adds what another has of one evidence.</summary>
    internal void AddRange(RecoveredThings other, string evidence)
    {
        Sources.AddRange(other.Sources.Where(s => s.Name == evidence));
        Containers.AddRange(other.Containers.Where(c => c.Store.Root.Evidence == evidence));
        Images.AddRange(other.Images.Where(i => i.Store.Root.Evidence == evidence));
        Layers.AddRange(other.Layers.Where(l => l.Store.Root.Evidence == evidence));
        if (other.Limits.TryGetValue(evidence, out string? limit))
            Limits[evidence] = limit;
    }
}

/// <summary>A file or directory that was deleted.</summary>
/// <param name="Entry">Where it is; its path is the one that it had.</param>
/// <param name="Recovery">How much of it is there.</param>
public readonly record struct RecoveredFile(EntryRef Entry, Recovery Recovery);
