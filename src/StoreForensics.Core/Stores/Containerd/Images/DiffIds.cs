using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>
/// Which diff id stands for which chain id, and which blob holds it: from every configuration that a manifest or the collector's labels name, with manifests
/// that list the blobs in the same order, and from the blobs' own labels.
/// </summary>
internal sealed class DiffIds(ContainerdRoot root)
{
    private const string Uncompressed = "containerd.io/uncompressed";
    private const string SnapshotReference = "containerd.io/gc.ref.snapshot.";

    private readonly Dictionary<string, string> _byChain = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _blobs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Takes what a manifest says; each configuration is read once.</summary>
    public void Take(ImageManifest manifest)
    {
        IReadOnlyList<string> diffIds = TakeConfiguration(manifest.Config);
        for (int i = 0; i < diffIds.Count && manifest.Layers.Count == diffIds.Count; i++)
            _blobs.TryAdd(diffIds[i], manifest.Layers[i]);
    }

    /// <summary>Takes what the records of blobs say, which outlives manifests.</summary>
    public void TakeRecords()
    {
        foreach (StoredBlob blob in root.Namespaces.SelectMany(n => n.Blobs))
        {
            if (blob.Label(Uncompressed) is { } diffId && ObjectIds.IsPrefixedDigest(diffId))
                _blobs.TryAdd(diffId, blob.Digest);
            if (blob.Labels.Keys.Any(k => k.StartsWith(SnapshotReference, StringComparison.Ordinal)))
                root.Files.Problems.Contain(blob.Origin, () => TakeConfiguration(blob.Digest));
        }
    }

    /// <summary>Gives layers their diff ids and the tars that they were unpacked from.</summary>
    public void Assign(IEnumerable<Layer> layers)
    {
        foreach (Layer layer in layers)
        {
            if (layer.ChainId is not { } chain || layer.Chain is not { } record)
                continue;
            // The lowest layer's chain id is its diff id.
            layer.DiffId = _byChain.GetValueOrDefault(chain) ?? (record.ParentChainId is null && layer.Parent is null ? chain : null);
            layer.Chain = layer.DiffId is null ? null : new ChainRecord(layer.DiffId, record.ParentChainId);
            // Of what lies in a form that is not read nothing is missing.
            bool isThere = layer.Files is null && layer.Origin.Offset is null;
            if (!isThere && layer.DiffId is not null && root.Content.Find(_blobs.GetValueOrDefault(layer.DiffId)) is int blob)
                layer.TarRecord = new TarRecord(root.Files.Source, blob, IsTar: true);
        }
    }

    private IReadOnlyList<string> TakeConfiguration(string? digest)
    {
        if (digest is null || root.Content.Find(digest) is not int node || root.Content.Document(digest) is not { } json)
            return [];
        // What is amiss in it is told once, when the image is read.
        var diffIds = new ImageConfiguration(json, root.Files.Origin(node), new ProblemLog()).DiffIds();
        if (!_read.Add(digest))
            return diffIds;
        string? chain = null;
        foreach (string diffId in diffIds)
            _byChain.TryAdd(chain = ChainIds.Of(chain, diffId), diffId);
        return diffIds;
    }
}
