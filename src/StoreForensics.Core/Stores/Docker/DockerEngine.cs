using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.BuildKit;
using StoreForensics.Stores.Docker.Graph;
using StoreForensics.Stores.Docker.Layered;
using StoreForensics.Stores.Docker.Snapshotted;
using StoreForensics.Stores.Drivers;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Docker;

/// <summary>Docker's data roots with graph drivers, of every era. A root may hold two eras: then the inventory gets the union of both.</summary>
internal sealed class DockerEngine : IStoreEngine
{
    // Newest first: what two eras of a root share belongs to the one in use.
    private static readonly IDockerStore[] s_stores = [new SnapshottedStore(), new LayeredStore(), new GraphStore()];

    public string LookedFor => "a Docker data root (graph/ with repositories-*, image/<driver>/imagedb, or containers/)";

    public bool IsRoot(EvidenceTree tree, int directory) => DataRootSigns.IsRoot(tree, directory);

    public bool IsRootWithin(EvidenceTree tree, int directory) => DataRootSigns.IsRootWithin(tree, directory);

    public IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root)
    {
        foreach (int child in tree.Children(root).ToArray())
        {
            if (tree[child].Kind == EntryKind.Symlink && RootLinks.Target(tree, root, child) is int part)
                yield return part;
        }
    }

    public IEnumerable<int> RootsInside(EvidenceTree tree, int root) => DataRootSigns.MappedRoots(tree, root).Concat(DataRootSigns.Containerd(tree, root));

    public StoreFileKind KindOf(ReadOnlySpan<byte> path) => DataRootFiles.KindOf(path);

    public IEnumerable<LayoutPlace> Layout(StoreInfo store) => store.Era switch
    {
        GraphStore.EraName => [.. GraphLayout.Images, .. DriverLayouts.Of(store.Driver), .. DockerLayout.Containers, .. DockerLayout.Others],
        LayeredStore.EraName => [.. LayeredLayout.Images, .. DriverLayouts.Of(store.Driver), .. DockerLayout.Containers, .. DockerLayout.Others],
        "containerd" or LayeredStore.UnknownEra => [.. DockerLayout.Containers, .. DockerLayout.Others],
        _ => [],
    };

    public bool Read(EvidenceFiles files, int root, Inventory inventory)
    {
        ProblemLog problems = files.Problems;
        UserNamespace? users = UserNamespace.Named(files.Tree.Name(root))
            ?? problems.ContainOr(files.Origin(root), null, new RootlessUsers(files, root).Read);
        var found = new DataRoot(files, root) { Snapshots = SnapshotStores.Of(inventory, files, root), UserNamespace = users };
        IDockerStore[] recognised = [.. s_stores.Where(s => problems.ContainOr(found.Origin, false, () => s.Recognises(found)))];
        found = found with { Eras = [.. recognised.Select(s => s.Era)] };
        int before = inventory.Stores.Count;
        foreach (IDockerStore store in recognised)
            problems.Contain(found.Origin, () => store.Read(found, inventory));
        problems.Contain(found.Origin, () => SharedParts.Publish(found, found.StoresOf(inventory.Stores[before..]), inventory));
        problems.Contain(found.Origin, new DataRootPlaces(found, inventory).Publish);
        if (found.Directory("buildkit"u8) is int builder && found.StoresOf(inventory.Stores[before..]) is [var first, ..] stores)
            problems.Contain(files.Origin(builder), () =>
                new BuildKitStore(files, builder, first).Read(inventory, [.. inventory.Layers.Where(l => stores.Contains(l.Store))]));
        if (recognised.Length > 0)
            found.Gaps.Report(found);
        return recognised.Length > 0;
    }

    public void Finish(EvidenceFiles files, Inventory inventory)
    {
    }
}
