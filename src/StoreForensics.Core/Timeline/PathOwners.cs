using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;

namespace StoreForensics.Timeline;

/// <summary>
/// Tells whose a path of the evidence is: a layer's by where the layer's files lie, also in a mounted copy of it or among the driver's notes on it; a volume's;
/// an image's or a container's own files. The owners of a layer are those that the timeline names.
/// </summary>
public sealed class PathOwners
{
    private readonly Inventory _inventory;
    private readonly EntryRef _asked;
    private readonly SubjectTable _subjects = new();

    private PathOwners(Inventory inventory, EntryRef asked) => (_inventory, _asked) = (inventory, asked);

    /// <summary>Layers first, then volumes, then the owners of the engine's files; several where one root lies inside another's layer or volume.</summary>
    public static IReadOnlyList<PathOwner> Of(Inventory inventory, IEvidenceSource source, int node)
    {
        var owners = new PathOwners(inventory, new EntryRef(source, node));
        (StorePlace Place, int At)[] places = [.. owners.Around()];
        return [.. owners.Layers(places), .. owners.Volumes(places), .. Images(places, owners._subjects), .. Containers(places, owners._subjects)];
    }

    // The places that the path lies at or in, nearest first.
    private IEnumerable<(StorePlace Place, int At)> Around()
    {
        for (int at = _asked.Node; at != EvidenceTree.None; at = at == EvidenceTree.Root ? EvidenceTree.None : _asked.Tree[at].Parent)
        {
            foreach (StorePlace place in _inventory.Places.At(_asked.At(at)))
                yield return (place, at);
        }
    }

    private IEnumerable<PathOwner> Layers((StorePlace Place, int At)[] places)
    {
        var paths = new Dictionary<Layer, ReadOnlyMemory<byte>>();
        foreach (Layer layer in _inventory.Layers)
        {
            if (layer.Files is { } files && files.Source == _asked.Source && _asked.Tree.IsWithin(_asked.Node, files.Root))
                paths.Add(layer, PathBelow(files.Root));
        }
        // Empty where it is a note on the layer.
        foreach ((StorePlace place, int at) in places)
        {
            if (place.Layer is { } layer)
                paths.TryAdd(layer, place.Kind == StorePlaceKind.MountedView ? PathBelow(at) : default);
        }
        foreach ((Layer layer, ReadOnlyMemory<byte> path) in paths.OrderBy(p => p.Key.Index))
            yield return Owner(layer.Store, _subjects.Of(layer), path) with { Layer = layer };
    }

    private IEnumerable<PathOwner> Volumes((StorePlace Place, int At)[] places)
    {
        var notes = places.Select(p => p.Place.Volume).OfType<Volume>().ToHashSet();
        foreach (Volume volume in _inventory.Volumes)
        {
            bool isData = volume.Files is { } files && files.Source == _asked.Source && _asked.Tree.IsWithin(_asked.Node, files.Root);
            if (isData || notes.Contains(volume))
                yield return Owner(volume.Store, _subjects.Of(volume), isData ? PathBelow(volume.Files!.Root) : default) with { Volume = volume };
        }
    }

    private static IEnumerable<PathOwner> Images((StorePlace Place, int At)[] places, SubjectTable subjects) =>
        places.Select(p => p.Place.Image).OfType<Image>().Distinct().Select(image => Owner(image.Store, subjects.Of(image), default));

    private static IEnumerable<PathOwner> Containers((StorePlace Place, int At)[] places, SubjectTable subjects) =>
        places.Select(p => p.Place.Container).OfType<Container>().Distinct()
            .Select(container => Owner(container.Store, subjects.Of(container), default) with { Images = [], ImageIds = [] });

    // Absolute, in a layer or volume whose root is that node.
    private ReadOnlyMemory<byte> PathBelow(int root) => (byte[])[(byte)'/', .. _asked.Tree.PathOf(_asked.Node, root).Bytes];

    private static PathOwner Owner(StoreInfo store, EventSubject subject, ReadOnlyMemory<byte> path) => new()
    {
        Store = store,
        Images = subject.Images,
        ImageIds = subject.ImageIds,
        Containers = subject.Containers,
        ContainerIds = subject.ContainerIds,
        Path = path,
    };
}
