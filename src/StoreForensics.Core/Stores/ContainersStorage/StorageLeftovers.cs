using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Crio;
using StoreForensics.Stores.ContainersStorage.Images;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>What removals, interruptions and renamings left behind.</summary>
internal sealed class StorageLeftovers(StorageRoot root)
{
    private readonly EvidenceFiles _files = root.Files;

    /// <summary>Layers of nobody, when all engines have read.</summary>
    public static void Finish(EvidenceFiles files, Inventory inventory)
    {
        StoreInfo[] stores = [.. inventory.Stores.Where(s => s.Era == StorageReader.EraName && s.Root.Evidence == files.Source.Name)];
        foreach (StoreInfo store in stores)
            inventory.Leftovers.AddRange(LayerLeftovers.Of(inventory.Layers.Where(l => l.Store == store)));
        foreach (StoreInfo store in stores.DistinctBy(s => s.Root))
        {
            if (files.Tree.Find(EvidenceTree.Root, store.Root.Path.Bytes) is >= 0 and var root)
                files.Problems.Contain(store.Root, new CrioHost(files, inventory, store, root).Read);
        }
    }

    public IReadOnlyList<Leftover> Of(StorageStore store) => [.. Names(store), .. Unfinished(store), .. Records(store), .. Containers(store)];

    // Kept when a name is taken away or moves to another image.
    private static IEnumerable<Leftover> Names(StorageStore store)
    {
        foreach (StoredImage image in store.Images.All.Select(i => i.Stored))
        {
            foreach (string name in image.NamesHistory.Except(image.Names, StringComparer.Ordinal).Where(n => !ImageNames.IsOfBuild(n)))
                yield return new Leftover("former name of an image", name, image.Origin,
                    $"image sha256:{image.Id} had this name; when it lost it is not recorded");
        }
    }

    // Layers are unpacked in staging/, and moved to tempdirs/ before they are removed (drivers/overlay/overlay.go, internal/tempdir).
    private IEnumerable<Leftover> Unfinished(StorageStore store)
    {
        foreach ((string place, string kind, string detail) in ((string, string, string)[])
            [("staging", "unfinished layer", "a layer that was being unpacked when the engine ended"),
            ("tempdirs", "layer being removed", "an interrupted removal")])
        {
            foreach (int child in Children(store.Driver.Trees, place))
                yield return new Leftover(kind, Encoding.UTF8.GetString(_files.Tree.Name(child)), _files.Origin(child), detail);
        }
    }

    // The tar-split is written before the layer is in the index, and goes after it has left it.
    private IEnumerable<Leftover> Records(StorageStore store)
    {
        const string suffix = ".tar-split.gz";
        foreach (int child in store.Driver.Layers is int layers ? _files.Tree.Children(layers).ToArray() : [])
        {
            string name = Encoding.UTF8.GetString(_files.Tree.Name(child));
            if (name.EndsWith(suffix, StringComparison.Ordinal) && store.Layers.Record(name[..^suffix.Length]) is null
                && store.Layers.FindElsewhere(name[..^suffix.Length]) is null)
                yield return new Leftover("record of a layer that is gone", name[..^suffix.Length], _files.Origin(child),
                    "the index of layers does not have it: an interrupted pull or build, or a removal");
        }
    }

    private IEnumerable<Leftover> Containers(StorageStore store)
    {
        if (store.Driver.Containers is not int directory)
            yield break;
        HashSet<string> known = [.. StorageIndex.Read(_files, directory, "containers.json")
            .Concat(StorageIndex.Read(_files, directory, "volatile-containers.json"))
            .Concat(StorageIndex.Read(_files, root.RunDirectory(store.Driver.Name + "-containers"), "volatile-containers.json")).Select(e => e.Id)];
        bool isTransient = TransientStore.SettingsOf(root) is not null;
        foreach (int child in _files.Tree.Children(directory).ToArray())
        {
            string name = Encoding.UTF8.GetString(_files.Tree.Name(child));
            if (_files.Tree[child].Kind.IsDirectory() && ObjectIds.IsDigest(_files.Tree.Name(child)) && !known.Contains(name))
                yield return isTransient
                    ? new Leftover("directory of a container of a transient store", name, _files.Origin(child),
                        "its record lay in /run, which a reboot empties: nobody need have removed it")
                    : new Leftover("directory of a removed container", name, _files.Origin(child), "the index of containers does not have it");
        }
    }

    private int[] Children(int? directory, string name) =>
        directory is int at && _files.Tree.Child(at, Encoding.ASCII.GetBytes(name)) is >= 0 and var found ? _files.Tree.Children(found).ToArray() : [];
}
