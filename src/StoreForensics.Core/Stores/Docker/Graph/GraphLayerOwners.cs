using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>Joins layers to the images and containers that they are named after, and images' layers to their parents'.</summary>
internal sealed class GraphLayerOwners(LayerAssembly layers, DataRoot root, IReadOnlyList<Image> images, IReadOnlyList<Container> containers)
{
    private const string Init = "-init";
    private readonly EvidenceFiles _files = root.Files;

    /// <param name="elsewhere">Images that count as the newer store's, by their ids here.</param>
    public void Assign(IReadOnlyDictionary<string, Image> elsewhere)
    {
        var byId = new Dictionary<string, Image>(elsewhere);
        foreach (Image image in images)
            byId[image.Id] = image;
        foreach (Image image in images)
            Own(image);
        foreach (Container container in containers)
            Own(container, byId);
    }

    // The image's metadata says what lies below; a driver of whole trees does not.
    private void Own(Image image)
    {
        if ((Find(image) ?? Missing(image)) is not { } layer)
            return;
        if (layer.Role != LayerRole.Removing)
            layer.Role = LayerRole.Image;
        layer.RecordedSize = image.OwnSize;
        TakeTarRecord(layer, image);
        if (image.Parent is null || Find(image.Parent) is not { } below)
            return;
        layer.Parent = below;
        layers.CheckParent(layer, below, _files.Problems);
    }

    // After the migration the newer engine removes a layer with its image and leaves the record here. One kept as layer.tar.xz never had a directory.
    private Layer? Missing(Image image)
    {
        string driver = image.Store.Driver;
        int directory = _files.Tree[_files.Tree.Find(EvidenceTree.Root, image.Origin.Path.Bytes)].Parent;
        if (_files.Tree.Child(directory, "layer.tar.xz"u8) != EvidenceTree.None)
            return null;
        if (!layers.Has(driver))
        {
            root.Gaps.Add($"the layers ({driver}/)");
            return null;
        }
        if (root.Migration.IsThere)
            _files.Problems.Warn("SF-GRAPH-0011", image.Origin,
                $"the image's files should be in {driver}/{image.Id}, which is missing: removed by the engine that the root was migrated to, or not in this copy");
        else
            _files.Problems.Damage("SF-GRAPH-0011", image.Origin, $"the image's files should be in {driver}/{image.Id}, which is missing from the evidence");
        return layers.AddMissing(image.Store, image.Id, image.Origin);
    }

    // 1.8 and 1.9 kept the headers of the layer's tar beside the image (moby v1.9.1 graph/graph_unix.go); the layer database of 1.10 has the last word.
    private void TakeTarRecord(Layer layer, Image image)
    {
        EvidenceTree tree = _files.Tree;
        int directory = tree[tree.Find(EvidenceTree.Root, image.Origin.Path.Bytes)].Parent;
        layer.Metadata ??= _files.Origin(directory);
        if (layer.TarRecord is null && _files.File(directory, "tar-data.json.gz"u8) is int node)
            layer.TarRecord = new TarRecord(_files.Source, node);
    }

    private Layer? Find(Image image) => layers.Find(image.Store.Driver, image.Id);

    private void Own(Container container, Dictionary<string, Image> byId)
    {
        if (container.ImageId is not null && byId.TryGetValue(container.ImageId, out Image? image))
            container.Image = image;
        container.Layer = layers.Find(container.Store.Driver, container.Id);
        container.InitLayer = layers.Find(container.Store.Driver, container.Id + Init);
        Layer? below = container.Image is null ? null : Find(container.Image);
        Take(container, container.InitLayer, LayerRole.ContainerInit, below);
        Take(container, container.Layer, LayerRole.Container, container.InitLayer is { Files.IsWholeTree: true } ? container.InitLayer : null);
        if (container.InitLayer is { } init && below is not null)
            layers.CheckParent(init, below, _files.Problems);
        if (container is { Layer: { } own, InitLayer: { } under })
            layers.CheckParent(own, under, _files.Problems);
    }

    // What the driver recorded as the layer below comes first (JoinByDriver runs after, for what is still open).
    private void Take(Container container, Layer? layer, LayerRole role, Layer? below)
    {
        if (layer is null)
            return;
        layer.Role = layer.Role == LayerRole.Removing ? LayerRole.Removing : role;
        layer.Containers.Add(container);
        layer.Parent ??= layers.Find(layer.Store.Driver, layers.Source(layer).ParentId) ?? below ?? (role == LayerRole.Container ? container.InitLayer : null);
    }
}
