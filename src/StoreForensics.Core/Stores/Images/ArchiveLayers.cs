using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores.Images;

/// <summary>
/// The layers of archived images: each place of a tar over others is one, called by its diff id, by which every engine would know it. Where no configuration
/// says diff ids, by its blob's digest or its name.
/// </summary>
internal sealed class ArchiveLayers(EvidenceFiles files, StoreInfo store) : IChainLayers
{
    private readonly Dictionary<string, Layer> _byPlace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ArchivedLayer> _best = new(StringComparer.Ordinal);
    private readonly Dictionary<EntryRef, Layer> _byFile = [];
    private readonly List<Layer> _all = [];

    /// <summary>In byte order of ids, those below first.</summary>
    public IReadOnlyList<Layer> Ordered() => [.. _all.OrderBy(l => l.Id, StringComparer.Ordinal)];

    /// <summary>Notes which file is best for each place; to be called for all images before <see cref="Add"/>.</summary>
    public void Note(ArchivedImage image, IReadOnlyList<string> diffIds)
    {
        foreach ((string place, ArchivedLayer layer, _, _) in Places(image, diffIds))
        {
            if (!_best.TryGetValue(place, out ArchivedLayer? known) || (known.File is null && layer.File is not null))
                _best[place] = layer;
        }
    }

    /// <summary>The image's layers, bottom first.</summary>
    public IReadOnlyList<Layer> Add(ArchivedImage image, IReadOnlyList<string> diffIds)
    {
        var layers = new List<Layer>();
        foreach ((string place, _, string? diffId, string? chain) in Places(image, diffIds))
        {
            if (!_byPlace.TryGetValue(place, out Layer? layer))
                _byPlace[place] = layer = Make(_best[place], diffId, chain, layers.LastOrDefault());
            layers.Add(layer);
        }
        return layers;
    }

    public Layer? Find(string? chainId) => chainId is null ? null : _byPlace.GetValueOrDefault(chainId);

    public long? SizeOf(string? chainId) => Find(chainId)?.RecordedSize;

    public void Missing(Image image, string chainId)
    {
    }

    private static IEnumerable<(string Place, ArchivedLayer Layer, string? DiffId, string? Chain)> Places(ArchivedImage image, IReadOnlyList<string> diffIds)
    {
        string? chain = null;
        string below = "";
        for (int i = 0; i < Math.Max(image.Layers.Count, diffIds.Count); i++)
        {
            string? diffId = i < diffIds.Count ? diffIds[i] : null;
            ArchivedLayer layer = i < image.Layers.Count ? image.Layers[i] : new ArchivedLayer(diffId!) { Why = "the manifest lists no layer for it" };
            chain = diffId is null ? null : ChainIds.Of(chain, diffId);
            below = chain ?? $"{below}|{layer.BlobDigest ?? layer.Name}";
            yield return (below, layer, diffId, chain);
        }
    }

    private Layer Make(ArchivedLayer source, string? diffId, string? chain, Layer? parent)
    {
        Layer? twin = source.File is { } known ? _byFile.GetValueOrDefault(known) : null;
        var layer = new Layer
        {
            Id = diffId ?? source.BlobDigest ?? source.Name,
            Store = store,
            Origin = source.File?.Origin() ?? store.Root,
            DiffId = diffId,
            ChainId = chain,
            Parent = parent,
            Role = LayerRole.Image,
            RecordedSize = source.Size,
            Tar = source.File is { } file && source.Why is null ? new LayerArchive(file, source.BlobDigest) : null,
            UnreachableReason = source.Why,
            Twin = twin,
            Opener = l => Open(l, source),
        };
        if (twin is null && source.File is { } own)
            _byFile[own] = layer;
        _all.Add(layer);
        return layer;
    }

    // Where layers are reached only by decompressing what is before them, those that are shown together are read in one pass.
    private void ReadInOrder(Layer layer, EntryRef file)
    {
        if (file.Source.Wrapping.All(w => w is "tar" or "directory"))
            return;
        foreach (EntryRef tar in layer.Stack().Select(l => l.Tar?.File).OfType<EntryRef>().Where(t => t.Source == file.Source).Distinct()
            .OrderBy(t => t.Facts.DataOffset))
            files.In(tar.Source).OpenTar(tar.Node);
    }

    private LayerFiles? Open(Layer layer, ArchivedLayer source)
    {
        if (layer.Twin is { } twin)
        {
            layer.UnreachableReason = twin.Files is null ? twin.UnreachableReason : null;
            return twin.Files;
        }
        if (source.File is not { } file || source.Why is not null)
            return null;
        ReadInOrder(layer, file);
        if (files.In(file.Source).OpenTar(file.Node) is { } tar)
            return new LayerFiles(tar, EvidenceTree.Root, AufsWhiteouts.Instance, IsWholeTree: false);
        layer.UnreachableReason = "the file is no tar that can be read";
        files.Problems.Warn("SF-ARCHIVE-0003", file.Origin(), $"the layer {DisplayText.Escape(layer.Id)} is no tar that can be read: its files are unknown");
        return null;
    }
}
