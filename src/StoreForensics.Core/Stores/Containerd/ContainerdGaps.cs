using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Containerd.Snapshotters;

namespace StoreForensics.Stores.Containerd;

/// <summary>What a root lacks of what containerd always keeps, or has in a form that is not read, in words: without it nothing may be called removed or
/// interrupted.</summary>
internal sealed class ContainerdGaps(ContainerdRoot root)
{
    private const int NamedBlobs = 10;

    /// <summary>Layers whose files are there and not read: once a snapshotter.</summary>
    public void ReportUnread(IEnumerable<Layer> layers)
    {
        foreach (var group in layers.Where(l => l.Traits.HasFlag(LayerTraits.Unread)).GroupBy(l => l.Store.Name))
            root.Files.Problems.Damage("SF-CONTAINERD-0009", root.Origin,
                $"layers of the snapshotter {DisplayText.Escape(group.Key)} that are not read: {group.Count()}; {group.First().UnreachableReason}");
    }

    /// <summary>Blobs that the metadata records and the content store has not, or not in that size. containerd records a blob once it is there and whole
    /// (containerd v2 core/metadata/content.go, <c>commit</c>), and removes the record before the file.</summary>
    public void ReportBlobs()
    {
        if (root.Content.Directory is null)
            return;
        string[] gone = [.. root.Namespaces.SelectMany(n => n.Blobs).DistinctBy(b => b.Digest).Select(Fault).OfType<string>().Order(StringComparer.Ordinal)];
        if (gone.Length > 0)
            root.Files.Problems.Damage("SF-CONTAINERD-0010", root.Origin, $"blobs that are not as meta.db records them: {gone.Length}; "
                + string.Join("; ", gone.Take(NamedBlobs)) + (gone.Length > NamedBlobs ? "; …" : ""));
    }

    private string? Fault(StoredBlob blob)
    {
        if (root.Content.Find(blob.Digest) is not int node)
            return $"{DisplayText.Escape(blob.Digest)} is not there";
        EvidenceTree tree = root.Files.Source.Tree;
        return blob.Size is long size && tree[node].Size != size && !tree[node].LacksBytes
            ? $"{DisplayText.Escape(blob.Digest)} has {tree[node].Size} bytes, not {size}" : null;
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
