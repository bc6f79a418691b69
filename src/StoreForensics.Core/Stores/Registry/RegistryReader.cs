using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Registry;

/// <summary>Reads a registry's storage into an inventory: one store, with the images of all repositories.</summary>
internal sealed class RegistryReader(EvidenceFiles files, int root, int storage, Inventory inventory)
{
    public void Read()
    {
        var content = new RegistryContent(files, files.Directory(storage, "blobs"u8));
        IReadOnlyList<RegistryRepository> repositories = new RepositoryReader(files).Read(files.Directory(storage, "repositories"u8));
        var store = new StoreInfo
        {
            Name = StoreNames.Next(inventory.Stores, RegistryEngine.EraName, RegistryEngine.EraName, files.Origin(root)),
            Driver = RegistryEngine.EraName,
            Era = RegistryEngine.EraName,
            Root = files.Origin(root),
        };
        inventory.Stores.Add(store);
        var gathered = new RegistryImages(files, content);
        foreach (RegistryRepository repository in repositories)
            files.Problems.Contain(files.Origin(repository.Node), () => gathered.Add(repository));
        HashSet<string> named = ReachableBlobs.From(content, repositories.SelectMany(r => r.Revisions).Select(r => r.Digest));
        files.Problems.Contain(files.Origin(root), () => gathered.AddUnnamed(content.Blobs().Where(b => !named.Contains(b.Digest))));
        IReadOnlyList<ArchivedImage> images = ImageMerge.Of(gathered.All);
        files.Problems.Contain(files.Origin(root), () => new ImageAssembly(files, store, inventory).Add(images));
        Dictionary<string, Image> byManifest = ByManifest(gathered, store);
        var traces = new RegistryTraces(files, store, byManifest);
        files.Problems.Contain(files.Origin(root), () => inventory.EngineEvents.AddRange(repositories.SelectMany(traces.Events)));
        files.Problems.Contain(files.Origin(root), () => inventory.Leftovers.AddRange(repositories.SelectMany(r => traces.Leftovers(r, content))
            .Concat(traces.Unnamed(content, named, repositories))));
        foreach ((string digest, int node) in content.Blobs())
            inventory.Blobs.Add(new ContentBlob(new EntryRef(files.Source, node), digest));
    }

    private Dictionary<string, Image> ByManifest(RegistryImages gathered, StoreInfo store)
    {
        Dictionary<string, Image> byId = inventory.Images.Where(i => i.Store == store).ToDictionary(i => i.Id, StringComparer.Ordinal);
        var found = new Dictionary<string, Image>(StringComparer.Ordinal);
        foreach ((string digest, string id) in gathered.Ids)
        {
            if (byId.TryGetValue(id, out Image? image))
                found.TryAdd(digest, image);
        }
        return found;
    }
}
