using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Stores.Containerd.Images;
using StoreForensics.Stores.Containerd.Snapshotters;

namespace StoreForensics.Stores.Containerd;

/// <summary>Says what a root keeps where.</summary>
internal sealed class ContainerdPlaces(ContainerdRoot root, Inventory inventory)
{
    private const string BuildLabel = "moby/build.ref.";

    private EvidenceTree Tree => root.Files.Tree;

    public void Publish(SnapshotTable snapshots, ContainerdImages images)
    {
        foreach (Layer layer in snapshots.Layers)
            Add(layer);
        foreach (PlacedImage placed in images.All)
            Add(placed);
        foreach (Container container in inventory.Containers.Where(c => c.Store.Root == root.Origin && c.Directory is not null))
            Add(container.Directory!.Value.Node, StorePlaceKind.ContainerDirectory, p => p with { Container = container });
        ILookup<string, string> builds = Builds();
        foreach ((string digest, int node) in root.Content.Blobs)
            inventory.Blobs.Add(new ContentBlob(new EntryRef(root.Files.Source, node), digest) { Builds = [.. builds[digest]] });
    }

    // Docker 29.2 and later label what a build made with its id (moby v29 daemon/containerd/image_builder.go).
    private ILookup<string, string> Builds() => root.Namespaces.SelectMany(n => n.Blobs)
        .SelectMany(b => b.Labels.Keys.Where(k => k.StartsWith(BuildLabel, StringComparison.Ordinal)).Select(k => (b.Digest, Build: k[BuildLabel.Length..])))
        .Distinct().ToLookup(b => b.Digest, b => b.Build, StringComparer.Ordinal);

    private void Add(Layer layer)
    {
        if (layer.TarRecord is { } tar)
            Add(tar.Node, StorePlaceKind.LayerNotes, p => p with { Layer = layer });
        if (Tree.Find(EvidenceTree.Root, layer.Origin.Path.Bytes) is var directory && directory == EvidenceTree.None || layer.Origin.Offset is not null)
            return;
        Add(directory, StorePlaceKind.LayerNotes, p => p with { Layer = layer });
        // The kernel's scratch space; a whole tree may have a directory of that name.
        if (layer.Files is { IsWholeTree: false } && Tree.Child(directory, "work"u8) is >= 0 and var work)
            Add(work, StorePlaceKind.Scratch);
    }

    private void Add(PlacedImage placed)
    {
        string?[] documents = [placed.Target.Target, .. placed.Target.Manifests.SelectMany(m => new[] { m.Digest, m.Config })];
        foreach (string digest in documents.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (root.Content.Find(digest) is int node)
                Add(node, StorePlaceKind.ImageRecord, p => p with { Image = placed.Image });
        }
    }

    private void Add(int node, StorePlaceKind kind, Func<StorePlace, StorePlace>? own = null)
    {
        var place = new StorePlace(new EntryRef(root.Files.Source, node), kind);
        inventory.Places.Add(own is null ? place : own(place));
    }
}
