using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Containers;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Stores.Docker.Snapshotted;

/// <summary>
/// The containers of a data root whose layers are snapshots of containerd, by the container's id (moby v28 daemon/containerd/image_snapshot.go).
/// </summary>
internal sealed class SnapshottedContainers(DataRoot root)
{
    private readonly EvidenceFiles _files = root.Files;

    /// <summary>In byte order of ids.</summary>
    public IReadOnlyList<Container> Read()
    {
        var containers = new List<Container>();
        if (root.Directory("containers"u8) is not int directory)
            return containers;
        int[] ours = [.. root.Tree.Children(directory).ToArray().Where(child =>
            root.Tree[child].Kind.IsDirectory() && ObjectIds.IsGraphId(root.Tree.Name(child)) && IsOurs(child))];
        foreach (Container container in ContainerDirectories.Read(root, ours, (driver, _) => StoreOf(driver)))
            _files.Problems.Contain(container.Origin, () => Add(containers, container));
        ContainerLinks.Spell(containers);
        return containers;
    }

    private StoreInfo StoreOf(string? driver) => root.Snapshots.Of(driver) ?? root.Snapshots.Stores[0];

    // What has no configuration is the graph drivers' where the root has them too.
    private bool IsOurs(int directory)
    {
        string? driver = _files.File(directory, "config.v2.json"u8) is int config ? root.Containers.DriverOf(config) : null;
        return driver is null ? !root.Holds(LayeredStore.EraName) : root.Snapshots.Of(driver) is not null;
    }

    private void Add(List<Container> containers, Container container)
    {
        containers.Add(container);
        container.Image = root.Snapshots.Image(container.ImageId);
        container.InitLayer = Take(container, container.Id + "-init", LayerRole.ContainerInit);
        container.Layer = Take(container, container.Id, LayerRole.Container);
        if (container.Layer is null)
            _files.Problems.Warn("SF-CONTAINERD-0007", container.Origin,
                "containerd has no snapshot of this container: an interrupted creation or removal; what it changed is unknown");
    }

    private Layer? Take(Container container, string key, LayerRole role)
    {
        if (root.Snapshots.Layer(container.Store, key) is not { } layer)
            return null;
        layer.Role = role;
        layer.Containers.Add(container);
        return layer;
    }
}
