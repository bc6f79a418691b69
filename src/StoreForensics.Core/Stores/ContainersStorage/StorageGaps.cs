using StoreForensics.Evidence;
using StoreForensics.Stores.ContainersStorage.Containers;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>What a root lacks of what its engines always keep, in words.</summary>
internal sealed class StorageGaps(StorageRoot root)
{
    public void Report(IReadOnlyList<StorageStore> stores, StorageContainers containers)
    {
        TransientStore.Tell(root);
        var parts = new List<string>();
        foreach (StorageStore store in stores)
        {
            string name = store.Driver.Name;
            // A split store keeps its images elsewhere, and has no directory for them.
            if (store.Driver.Images is int images && !store.Info.HasImages && root.Files.Tree.Children(images).Length > 0
                && AdditionalStores.Of(root.Files, root.Node).Count == 0)
                parts.Add($"the index of images ({name}-images/images.json): names, and which layers are whose");
            if (!HasLayers(store) && (store.Images.All.Any(i => i.Stored.Layer is not null) || containers.All.Any(c => c.Store == store.Info)))
                parts.Add($"the index of layers ({name}-layers/layers.json): what lies on what");
        }
        if (parts.Count > 0)
            root.Files.Problems.Damage("SF-STORAGE-0008", root.Origin,
                $"not in the evidence: {string.Join("; ", parts)}. Whether it was not collected or is gone cannot be told");
        if (containers.Libpod is { Live: null, IsUnread: false } && containers.UnknownToLibpod is > 0 and var unknown
            && TransientStore.SettingsOf(root) is null)
            root.Files.Problems.Damage("SF-LIBPOD-0005", root.Origin,
                $"Podman's database (db.sql or libpod/bolt_state.db) is not in the evidence: of its {unknown} containers only names, images and files are known");
    }

    private bool HasLayers(StorageStore store) => store.Driver.Layers is int directory
        && (root.Files.Tree.Child(directory, "layers.json"u8) != EvidenceTree.None || root.Files.Tree.Child(directory, "volatile-layers.json"u8) != EvidenceTree.None);
}
