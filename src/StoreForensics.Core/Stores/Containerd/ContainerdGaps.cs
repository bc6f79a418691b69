using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Snapshotters;

namespace StoreForensics.Stores.Containerd;

/// <summary>What a root lacks of what containerd always keeps, or has in a form that is not read, in words: without it nothing may be called removed or
/// interrupted.</summary>
internal sealed class ContainerdGaps(ContainerdRoot root)
{
    /// <summary>Layers whose files are there and not read: once a snapshotter.</summary>
    public void ReportUnread(IEnumerable<Layer> layers)
    {
        foreach (var group in layers.Where(l => l.Traits.HasFlag(LayerTraits.Unread)).GroupBy(l => l.Store.Name))
            root.Files.Problems.Damage("SF-CONTAINERD-0009", root.Origin,
                $"layers of the snapshotter {DisplayText.Escape(group.Key)} that are not read: {group.Count()}; {group.First().UnreachableReason}");
    }

    public void Report(IReadOnlyList<SnapshotterStore> stores)
    {
        var parts = new List<string>();
        if (root.Metadata is null)
            parts.Add("the metadata (io.containerd.metadata.v1.bolt/meta.db): names of images, and what is whose");
        if (root.Content.Directory is null && root.Namespaces.Any(n => n.Images.Count > 0))
            parts.Add("the content (io.containerd.content.v1.content): manifests, configurations and the tars of layers");
        foreach (SnapshotterStore store in stores)
        {
            bool isNamed = root.Namespaces.SelectMany(n => n.Snapshots).Any(s => s.Snapshotter == store.Name);
            if (store.Directory is null && isNamed)
                parts.Add($"the snapshots of {store.Name} (io.containerd.snapshotter.v1.{store.Name}): the files of layers and containers");
            else if (store.Directory is not null && store.Database is null)
                parts.Add($"the records of {store.Name} (metadata.db): which directory is which layer");
        }
        if (parts.Count > 0)
            root.Files.Problems.Damage("SF-CONTAINERD-0001", root.Origin,
                $"not in the evidence: {string.Join("; ", parts.Select(p => DisplayText.Escape(p)))}. Whether it was not collected or is gone cannot be told");
    }
}
