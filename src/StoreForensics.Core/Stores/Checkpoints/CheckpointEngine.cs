using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Images;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Checkpoints;

/// <summary>
/// Checkpoints of running containers, as a kubelet, CRI-O, Podman and containerd export them: a tar, or its directory (checkpointctl lib/metadata.go).
/// </summary>
internal sealed class CheckpointEngine : IStoreEngine
{
    /// <summary>The era's word, and the driver's.</summary>
    public const string EraName = "checkpoint";

    public string LookedFor => "a checkpoint of a container (config.dump and spec.dump beside checkpoint/)";

    public bool IsRoot(EvidenceTree tree, int directory)
    {
        bool hasConfig = tree.Child(directory, "config.dump"u8) != EvidenceTree.None, hasSpec = tree.Child(directory, "spec.dump"u8) != EvidenceTree.None;
        return hasConfig && (hasSpec || tree.Child(directory, "checkpoint"u8) != EvidenceTree.None);
    }

    public bool IsRootWithin(EvidenceTree tree, int directory) => IsRoot(tree, directory) && tree.Child(directory, "checkpoint"u8) != EvidenceTree.None;

    public IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root) => [];

    public IEnumerable<int> RootsInside(EvidenceTree tree, int root) => [];

    // Memory is read only when somebody asks for it.
    public StoreFileKind KindOf(ReadOnlySpan<byte> path) =>
        path.IndexOf("/pages-"u8) >= 0 && path.EndsWith(".img"u8) ? StoreFileKind.Other : StoreFileKind.Metadata;

    public IEnumerable<LayoutPlace> Layout(StoreInfo store) => store.Era == EraName ? CheckpointLayout.All : [];

    public bool Read(EvidenceFiles files, int root, Inventory inventory)
    {
        if (!IsRoot(files.Tree, root))
            return false;
        return new CheckpointReader(files, root, inventory).Read();
    }

    /// <summary>What was checkpointed ran on an image, which may be in the case too.</summary>
    public void Finish(EvidenceFiles files, Inventory inventory)
    {
        foreach (Container container in inventory.Containers.Where(c => c.Store.Era == EraName && c.Store.Root.Evidence == files.Source.Name))
        {
            if (ImageOf(container, inventory) is not { } image)
                continue;
            container.Image = image;
            if (container.Layer is { Parent: null } layer)
                layer.Parent = image.Layers.LastOrDefault();
        }
    }

    // By digest before name: a name may have moved on since.
    private static Image? ImageOf(Container container, Inventory inventory)
    {
        Image[] images = [.. inventory.Images.Where(i => i.Store.Root.Evidence == container.Store.Root.Evidence)];
        Image[] byId = [.. images.Where(i => container.ImageId is { Length: >= 12 } id && InventoryLookup.IdMatches(i.Id, id))];
        if (byId.Length > 0)
            return byId[0];
        Image[] byDigest = [.. images.Where(i => i.References.Exists(r =>
            r.Digest is { } d && container.ImageId?.EndsWith(d, StringComparison.Ordinal) == true))];
        if (byDigest.Length > 0 || container.ImageId is not null)
            return byDigest.FirstOrDefault();
        ImageReference? name = container.ImageName is { } text ? SavedName.Of(text, null) : null;
        return name is null ? null : images.FirstOrDefault(i => i.References.Exists(r => r.Repository == name.Repository && r.Tag == (name.Tag ?? "latest")));
    }
}
