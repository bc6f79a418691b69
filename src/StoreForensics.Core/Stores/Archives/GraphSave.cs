using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Archives;

/// <summary>
/// What docker save wrote before 1.10: <c>repositories</c>, and for each image of a chain <c>ID/{VERSION,json,layer.tar}</c> (moby v1.9.1 graph/export.go).
/// Images and layers have the ids of their time, and nothing records a digest.
/// </summary>
internal sealed class GraphSave(ArchiveFiles archive, Inventory inventory)
{
    private readonly Dictionary<string, (Image Image, Layer Layer)> _byId = new(StringComparer.Ordinal);

    public bool Read()
    {
        StoreInfo store = ArchiveReader.Store(archive, inventory, "docker-archive");
        foreach (int child in archive.Tree.Children(archive.Root).ToArray())
        {
            if (ObjectIds.IsGraphId(archive.Tree.Name(child)) && archive.Tree[child].Kind.IsDirectory())
                archive.Problems.Contain(archive.Files.Origin(child), () => Add(child, store));
        }
        if (_byId.Count == 0)
            return false;
        inventory.Stores.Add(store);
        foreach ((Image image, Layer layer) in _byId.Values)
            Join(image, layer);
        archive.Problems.Contain(archive.Origin, Tag);
        ImageHistory.Fill([.. _byId.Values.Select(p => p.Image)], image => _byId[image.Id].Layer, archive.Problems);
        inventory.Images.AddRange(_byId.Values.Select(p => p.Image));
        inventory.Layers.AddRange(_byId.Values.Select(p => p.Layer));
        return true;
    }

    private void Add(int directory, StoreInfo store)
    {
        string id = Encoding.ASCII.GetString(archive.Tree.Name(directory));
        int? node = archive.Find(id + "/json"), tar = archive.Find(id + "/layer.tar");
        if (archive.Document(node) is not { } json)
            return;
        Origin origin = archive.Files.Origin(node!.Value);
        EntryRef? file = tar is int at ? new EntryRef(archive.Files.Source, at) : null;
        var image = new Image
        {
            Id = id,
            Store = store,
            Origin = origin,
            Record = new EntryRef(archive.Files.Source, node.Value),
            Created = new ImageConfiguration(json, origin, archive.Problems).Created(),
            ParentId = json.NonEmpty("parent"),
            Comment = json.NonEmpty("comment"),
            Author = json.NonEmpty("author"),
            DockerVersion = json.NonEmpty("docker_version"),
            Architecture = json.NonEmpty("architecture"),
            Os = json.NonEmpty("os"),
            ContainerId = json.NonEmpty("container"),
            ContainerConfig = ConfigReader.Read(json, "container_config"),
            Config = ConfigReader.Read(json, "config"),
            OwnSize = json.Integer("Size") ?? (file is { } there ? there.Facts.Size : null),
        };
        var layer = new Layer
        {
            Id = id,
            Store = store,
            Origin = file?.Origin() ?? origin,
            Role = LayerRole.Image,
            RecordedSize = image.OwnSize,
            Tar = file is { } own ? new LayerArchive(own, null) : null,
            UnreachableReason = file is null ? "its layer.tar is not in the archive" : null,
            Opener = l => Open(l, file),
        };
        _byId[id] = (image, layer);
        inventory.Places.Add(new StorePlace(new EntryRef(archive.Files.Source, directory), StorePlaceKind.ImageRecord) { Image = image });
    }

    private void Join(Image image, Layer layer)
    {
        if (image.ParentId is null || !_byId.TryGetValue(image.ParentId, out (Image Image, Layer Layer) parent))
            return;
        (image.Parent, parent.Image.HasChildren, layer.Parent) = (parent.Image, true, parent.Layer);
    }

    private void Tag()
    {
        foreach ((string repository, JsonElement tags) in archive.Document(archive.Find("repositories"))?.Members() ?? [])
        {
            foreach ((string tag, JsonElement id) in new JsonView(tags).Members())
            {
                if (JsonView.TextOf(id) is { } wanted && _byId.TryGetValue(wanted, out (Image Image, Layer Layer) found))
                    found.Image.References.Add(new ImageReference(FamiliarName.Of(repository), tag, null));
                else
                    archive.Problems.Damage("SF-ARCHIVE-0007", archive.Origin,
                        $"{DisplayText.Escape($"{repository}:{tag}")} points to an image that is not in the archive");
            }
        }
        foreach ((Image image, _) in _byId.Values)
            image.References.Sort((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
    }

    private LayerFiles? Open(Layer layer, EntryRef? file)
    {
        if (file is not { } tar)
            return null;
        if (archive.Files.OpenTar(tar.Node) is { } source)
            return new LayerFiles(source, EvidenceTree.Root, AufsWhiteouts.Instance, IsWholeTree: false);
        layer.UnreachableReason = "its layer.tar is no tar that can be read";
        archive.Problems.Warn("SF-ARCHIVE-0003", tar.Origin(), $"the layer {layer.Id} is no tar that can be read: its files are unknown");
        return null;
    }
}
