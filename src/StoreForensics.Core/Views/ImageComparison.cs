using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>Two images side by side: the history that they share, what each did after it, and what differs in configuration and files.</summary>
public sealed class ImageComparison
{
    private ImageComparison(Image first, Image second) => (First, Second) = (first, second);

    public Image First { get; }

    public Image Second { get; }

    /// <summary>How many layers, from the bottom, are the same directory or have the same diff id.</summary>
    public int SharedLayers { get; private init; }

    /// <summary>How many steps, from the oldest, are the same.</summary>
    public int SharedSteps { get; private init; }

    /// <summary>The uppermost layer of both; null when they share none.</summary>
    public Layer? LastSharedLayer => SharedLayers == 0 ? null : First.Layers[SharedLayers - 1];

    /// <summary>The newest step of both; null when they share none.</summary>
    public BuildStep? LastSharedStep => SharedSteps == 0 ? null : First.Steps[SharedSteps - 1];

    public IReadOnlyList<ConfigDifference> Configuration { get; private init; } = [];

    /// <summary>In byte order of each directory's names, parents first.</summary>
    public IReadOnlyList<FileDifference> Files { get; private init; } = [];

    /// <summary>The steps after the fork, oldest first.</summary>
    public IEnumerable<BuildStep> StepsAfter(Image side) => side.Steps.Skip(SharedSteps);

    /// <summary>The steps after the fork side by side where both ran the same command, in the order of both.</summary>
    public IReadOnlyList<(BuildStep? First, BuildStep? Second)> PairedSteps => StepPairs.Of([.. StepsAfter(First)], [.. StepsAfter(Second)]);

    /// <summary>Whether two paired steps made the same: the same layer, or none.</summary>
    public static bool MadeTheSame(BuildStep a, BuildStep b) => a.Layer is { } x ? b.Layer is { } y && IsSame(x, y) : b.Layer is null;

    /// <summary>Compares; what cannot be read is a problem.</summary>
    public static ImageComparison Of(Image first, Image second, ProblemLog problems)
    {
        int layers = first.Layers.Zip(second.Layers).TakeWhile(p => IsSame(p.First, p.Second)).Count();
        return new ImageComparison(first, second)
        {
            SharedLayers = layers,
            SharedSteps = first.Steps.Zip(second.Steps).TakeWhile(p => IsSame(p.First, p.Second)).Count(),
            Configuration = ConfigDifference.Of(first, second),
            Files = Differences(first, second, problems),
        };
    }

    private static bool IsSame(Layer a, Layer b) => a == b || (a.DiffId is not null && a.DiffId == b.DiffId);

    private static bool IsSame(BuildStep a, BuildStep b)
    {
        if (a.ImageId is not null && a.ImageId == b.ImageId)
            return true;
        return MadeTheSame(a, b) && a.CreatedBy == b.CreatedBy && a.Created == b.Created && a.IsEmptyLayer == b.IsEmptyLayer;
    }

    private static List<FileDifference> Differences(Image first, Image second, ProblemLog problems)
    {
        // The paths of an enumeration are valid until it goes on.
        List<FileDifference> found =
            [.. ViewComparison.Pairs(ViewDirectory.RootOf(second.Layers.LastOrDefault()), ViewDirectory.RootOf(first.Layers.LastOrDefault())).Select(Keep)];
        ContentDigests digests = ContentDigests.Of(found.Where(d => d.Change == 'C').Select(d => (d.First!.Value, d.Second!.Value)), problems);
        return
        [
            .. found.Select(d => d.Change == 'C' ? d with { Aspects = EntryDifference.Of(d.First!.Value, d.Second!.Value, digests) } : d)
                .Where(d => d.Change != 'C' || d.Aspects != EntryAspects.None),
        ];
    }

    private static FileDifference Keep(FileChange change)
    {
        var entry = new ViewEntry(change.Layer, change.Node);
        byte[] path = change.PathBytes.ToArray();
        return change.Change == 'D'
            ? new FileDifference('D', path, entry, null, EntryAspects.None)
            : new FileDifference(change.Change, path, change.Below, entry, EntryAspects.None);
    }
}
