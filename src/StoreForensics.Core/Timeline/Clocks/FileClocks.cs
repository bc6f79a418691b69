using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Clocks;

/// <summary>Counts, while files become events, those whose times need care; one example of each.</summary>
internal sealed class FileClocks
{
    private readonly Dictionary<EventTags, (long Count, string First)> _byTag = [];
    private readonly List<(Layer Layer, Timestamp Time)> _normalized = [];

    public long Files { get; private set; }

    public IReadOnlyList<(Layer Layer, Timestamp Time)> Normalized => _normalized;

    public void Take(Layer layer, LayerTimes times)
    {
        if (times.Normalized is { } time)
            _normalized.Add((layer, time));
    }

    public void Count(Layer layer, int node, EventTags tags)
    {
        Files++;
        Add(EventTags.AfterStep);
        Add(EventTags.BeforeStep);
        Add(EventTags.ChangeBeforeModification);
        Add(EventTags.BeforeEpoch);
        Add(EventTags.Future);

        void Add(EventTags tag)
        {
            if ((tags & tag) == 0)
                return;
            EvidenceTree tree = layer.Files!.Tree;
            (long Count, string First) before = _byTag.GetValueOrDefault(tag, (0, ""));
            _byTag[tag] = (before.Count + 1, before.Count == 0 ? $"/{tree.PathOf(node, layer.Files.Root)} in layer {layer.Id}" : before.First);
        }
    }

    /// <summary>How many, and the first of them.</summary>
    public (long Count, string First) Of(EventTags tag) => _byTag.GetValueOrDefault(tag, (0, ""));
}
