using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>
/// Layers of images that no snapshotter unpacked: their tars lie in the content store, and are read there. They are no snapshots, so they are called by their
/// diff ids, as the layers of archives are. containerd knows sizes of snapshots only; Docker's history says 0 of a step without one.
/// </summary>
internal sealed class PackedLayers(ContainerdRoot root)
{
    private readonly Dictionary<(string Namespace, StoreInfo Store), ArchiveLayers> _byStore = [];

    /// <summary>All of them, by namespace.</summary>
    public IEnumerable<Layer> All => _byStore.OrderBy(s => s.Key.Namespace, StringComparer.Ordinal).SelectMany(s => s.Value.Ordered());

    /// <summary>The layers of an image, to be asked for by chain id; null where the content of one is not in the evidence.</summary>
    public IChainLayers? Of(PlacedImage placed)
    {
        if (placed.Target.Chosen is not { } manifest || manifest.Blobs.Count == 0 || manifest.Blobs.Count != placed.Record.DiffIds.Count
            || manifest.Blobs.Any(b => root.Content.Find(b.Digest) is null))
            return null;
        var described = new ArchivedImage(placed.Image.Id) { Origin = placed.Image.Origin, Layers = [.. manifest.Blobs.Select(b => Layer(b, placed))] };
        if (!_byStore.TryGetValue((placed.Target.Namespace.Name, placed.Store.Info), out ArchiveLayers? layers))
            _byStore[(placed.Target.Namespace.Name, placed.Store.Info)] = layers = new ArchiveLayers(root.Files, placed.Store.Info);
        layers.Note(described, placed.Record.DiffIds);
        layers.Add(described, placed.Record.DiffIds);
        return layers;
    }

    private ArchivedLayer Layer(LayerBlob blob, PlacedImage placed) => new(blob.Digest)
    {
        File = new EntryRef(root.Files.Source, root.Content.Find(blob.Digest)!.Value),
        BlobDigest = blob.Digest,
        Size = placed.Target.Namespace.IsDockers ? 0 : null,
        Why = blob.IsEncrypted ? "the layer is encrypted and cannot be read without its key" : null,
    };
}
