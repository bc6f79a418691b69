using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Containers;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>The containers of this era, joined to their images, and by <c>layerdb/mounts</c> to their layers: never by their own id.</summary>
internal sealed class LayeredContainers(DataRoot root, IReadOnlyList<DriverStore> stores)
{
    private readonly EvidenceFiles _files = root.Files;

    /// <summary>In byte order of ids.</summary>
    public IReadOnlyList<Container> Read()
    {
        var containers = new List<Container>();
        if (root.Directory("containers"u8) is not int directory)
            return containers;
        var claims = new ContainerClaims(root);
        var ours = new List<int>();
        foreach (int child in root.Tree.Children(directory).ToArray())
        {
            if (!root.Tree[child].Kind.IsDirectory())
                _files.Problems.Note("SF-CONTAINER-0003", _files.Origin(child), "is not a container's directory");
            else if (!claims.IsOurs(child))
                continue;
            else if (ObjectIds.IsGraphId(root.Tree.Name(child)))
                ours.Add(child);
            else
                _files.Problems.Warn("SF-CONTAINER-0004", _files.Origin(child), "the directory's name is no container id; it is not read as a container");
        }
        foreach (Container container in ContainerDirectories.Read(root, ours, (driver, child) => StoreOf(driver, child).Info))
            _files.Problems.Contain(container.Origin, () => Add(containers, container));
        ContainerLinks.Spell(containers);
        return containers;
    }

    /// <summary>Gives the directories of mounts whose container is gone their role; to be called after <see cref="Read"/>.</summary>
    public void TakeLeftMounts()
    {
        foreach (DriverStore store in stores)
        {
            foreach (MountRecord mount in store.Database.Mounts.Values.OrderBy(m => m.ContainerId, StringComparer.Ordinal))
            {
                Layer? image = store.Chains.Find(mount.ParentChainId), init = TakeLeft(store, mount.InitId, LayerRole.ContainerInit, image);
                TakeLeft(store, mount.MountId, LayerRole.Container, init ?? image);
            }
        }
    }

    private Layer? TakeLeft(DriverStore store, string? id, LayerRole role, Layer? below)
    {
        if (root.Layers.Find(store.Info.Driver, id) is not { Role: LayerRole.Orphan } layer)
            return root.Layers.Find(store.Info.Driver, id);
        layer.Role = role;
        layer.Parent = below;
        return layer;
    }

    // What cannot be joined to its image and layers is a container all the same.
    private void Add(List<Container> containers, Container container)
    {
        containers.Add(container);
        Join(container);
    }

    // Without a driver in the configuration, the one whose layer database knows the container.
    private DriverStore StoreOf(string? driver, int directory)
    {
        string id = Encoding.UTF8.GetString(root.Tree.Name(directory));
        return stores.FirstOrDefault(s => s.Info.Driver == driver) ?? stores.FirstOrDefault(s => s.Database.Mounts.ContainsKey(id)) ?? stores[0];
    }

    private void Join(Container container)
    {
        DriverStore store = stores.First(s => s.Info == container.Store);
        container.Image = store.Images.Find(container.ImageId);
        if (!store.Database.Mounts.TryGetValue(container.Id, out MountRecord? mount))
        {
            if (store.Database.HasMounts)
                _files.Problems.Warn("SF-CONTAINER-0005", container.Origin,
                    "the layer database has no mount of this container: an interrupted creation or removal; its layer is unknown");
            return;
        }
        Layer? image = store.Chains.Find(mount.ParentChainId ?? TopOf(container, store, mount))
            ?? (mount.ParentChainId is null ? BelowInit(store, mount) : null);
        if (mount.InitId is null)
            _files.Problems.Warn("SF-CONTAINER-0010", mount.Origin,
                "the layer database does not say which is the container's -init layer: what the engine itself put into the container is not told from its changes");
        if (mount.ParentChainId is not null && image is null)
            _files.Problems.Damage("SF-CONTAINER-0006", mount.Origin,
                $"the top layer of the container's image, {mount.ParentChainId}, is not in the layer database; its view ends at the container's own layers");
        container.InitLayer = Take(container, store, mount, mount.InitId, LayerRole.ContainerInit, image);
        container.Layer = Take(container, store, mount, mount.MountId, LayerRole.Container, container.InitLayer ?? image);
    }

    // Only a container of an image without layers has a mount without a parent.
    private string? TopOf(Container container, DriverStore store, MountRecord mount)
    {
        if (store.Images.Record(container.ImageId) is not { DiffIds.Count: > 0 } image)
            return null;
        string top = ChainIds.Of(image.DiffIds).Last();
        _files.Problems.Warn("SF-CONTAINER-0011", mount.Origin,
            $"the layer database does not say what the container is based on; the top layer of its image, {top}, is taken");
        return top;
    }

    // Where the image is gone too, the driver itself still knows what lies below the -init layer.
    private Layer? BelowInit(DriverStore store, MountRecord mount)
    {
        if (root.Layers.Find(store.Info.Driver, mount.InitId) is not { } init
            || root.Layers.Find(store.Info.Driver, root.Layers.Source(init).ParentId) is not { } below)
            return null;
        _files.Problems.Warn("SF-CONTAINER-0011", mount.Origin,
            $"the layer database does not say what the container is based on; what its driver has below, {below.Id}, is taken");
        return below;
    }

    private Layer? Take(Container container, DriverStore store, MountRecord mount, string? id, LayerRole role, Layer? below)
    {
        if (id is null)
            return null;
        Layer? layer = root.Layers.Find(store.Info.Driver, id);
        if (layer is null)
        {
            if (root.Layers.Has(store.Info.Driver))
                _files.Problems.Damage("SF-CONTAINER-0007", mount.Origin, $"the container's directory {store.Info.Driver}/{id} is missing from the evidence");
            layer = root.Layers.AddMissing(store.Info, id, mount.Origin);
        }
        layer.Role = role;
        layer.Parent = below;
        if (below is not null)
            root.Layers.CheckParent(layer, below, _files.Problems);
        layer.Containers.Add(container);
        (layer.Registered, layer.RegisteredOrigin) = (mount.Registered, mount.RegisteredOrigin);
        // The migration names a mount after its container; an engine draws another name (moby v1.10.0 layer/migration.go CreateRWLayerByGraphID).
        if (mount.MountId == container.Id)
            layer.Traits |= LayerTraits.RecordedByMigration;
        return layer;
    }
}
