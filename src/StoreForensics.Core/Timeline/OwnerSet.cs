using StoreForensics.Model;

namespace StoreForensics.Timeline;

/// <summary>Images that own something together, as subjects list them. Names and ids are sorted each by themselves.</summary>
internal sealed class OwnerSet
{
    // Most owners are asked once or twice, and an index of a long history for each of them would take more than it gives.
    private const int ScansBeforeIndex = 4;

    private Dictionary<Layer, BuildStep>? _steps;
    private int _asked;

    public OwnerSet(IReadOnlyList<Image> images)
    {
        (string Name, Image Image)[] named = [.. images.SelectMany(i => i.DisplayNames.Select(n => (n, i))).OrderBy(n => n.n, StringComparer.Ordinal)];
        First = named.Length == 0 ? null : named[0].Image;
        Names = [.. named.Select(n => n.Name).Distinct(StringComparer.Ordinal)];
        Ids = [.. images.Select(i => i.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The one instance that all subjects of these owners list: writers keep what they made of it.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc cref="Names"/>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The image whose name comes first; null where there are no images.</summary>
    private Image? First { get; }

    /// <summary>The step as the first image's history tells it.</summary>
    public BuildStep? Own(BuildStep? step)
    {
        if (First is null || step?.Layer is not { } layer)
            return step;
        BuildStep? own = _asked++ < ScansBeforeIndex ? First.Steps.Find(s => s.Layer == layer) : (_steps ??= Index(First)).GetValueOrDefault(layer);
        return own ?? step;
    }

    private static Dictionary<Layer, BuildStep> Index(Image image)
    {
        var steps = new Dictionary<Layer, BuildStep>(ReferenceEqualityComparer.Instance);
        foreach (BuildStep step in image.Steps)
        {
            if (step.Layer is { } layer)
                steps.TryAdd(layer, step);
        }
        return steps;
    }
}
