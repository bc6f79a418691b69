using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Stores.ContainersStorage.Images;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>Says what a root keeps where.</summary>
internal sealed class StoragePlaces(StorageRoot root, Inventory inventory)
{
    private EvidenceTree Tree => root.Files.Tree;

    public void Publish(IReadOnlyList<StorageStore> stores, IReadOnlyList<Layer> layers)
    {
        foreach (Layer layer in layers)
            Add(layer);
        foreach (PlacedImage placed in stores.SelectMany(s => s.Images.All))
            Add(placed);
        foreach (Container container in inventory.Containers.Where(c => c.Store.Root == root.Origin && c.Directory is not null))
            Add(container.Directory!.Value.Node, StorePlaceKind.ContainerDirectory, p => p with { Container = container });
    }

    private void Add(Layer layer)
    {
        if (layer.TarRecord is { } tar)
            Add(tar.Node, StorePlaceKind.LayerNotes, p => p with { Layer = layer });
        if (layer.Origin.Offset is not null || Tree.Find(EvidenceTree.Root, layer.Origin.Path.Bytes) is not (>= 0 and var directory)
            || !Tree[directory].Kind.IsDirectory() || layer.Files is { IsWholeTree: true })
            return;
        Add(directory, StorePlaceKind.LayerNotes, p => p with { Layer = layer });
        // What is mounted there is a copy; mapped/ has its lower layers with other owners.
        foreach (ReadOnlyMemory<byte> name in (ReadOnlyMemory<byte>[])["merged"u8.ToArray(), "mapped"u8.ToArray()])
        {
            if (Tree.Child(directory, name.Span) is >= 0 and var mounted)
                Add(mounted, StorePlaceKind.MountedView);
        }
        if (Tree.Child(directory, "work"u8) is >= 0 and var work)
            Add(work, StorePlaceKind.Scratch);
    }

    private void Add(PlacedImage placed)
    {
        if (placed.Stored.Data.Directory is not int directory)
            return;
        Add(directory, StorePlaceKind.ImageRecord, p => p with { Image = placed.Image });
        foreach (string key in placed.Stored.Data.Keys.Where(k => k.StartsWith("manifest", StringComparison.Ordinal)))
        {
            if (placed.Stored.Data is { } data && data.Find(key) is int node && data.DigestOf(key) is { } digest)
                inventory.Blobs.Add(new ContentBlob(new EntryRef(root.Files.Source, node), digest));
        }
    }

    private void Add(int node, StorePlaceKind kind, Func<StorePlace, StorePlace>? own = null)
    {
        var place = new StorePlace(new EntryRef(root.Files.Source, node), kind);
        inventory.Places.Add(own is null ? place : own(place));
    }
}
