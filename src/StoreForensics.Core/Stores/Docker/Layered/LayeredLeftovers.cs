using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>What removals and interruptions left in the metadata (docker-storage-formats
/// §12.7). Driver directories come from <see cref="LayerLeftovers"/>.</summary>
internal sealed class LayeredLeftovers(DataRoot root, IReadOnlyList<Container> containers)
{
    private readonly EvidenceFiles _files = root.Files;

    public IEnumerable<Leftover> Of(DriverStore store) =>
        [.. store.Database.Leftovers, .. Layers(store), .. Mounts(store), .. Containers(store), .. Sources(store), .. ImageNotes(store),
            .. AtomicWrites(store)];

    // Kept by a container, by the build cache, or by an image that was removed without its layers.
    private IEnumerable<Leftover> Layers(DriverStore store)
    {
        var used = new HashSet<Layer>(containers.SelectMany(c => c.InitLayer?.Stack() ?? c.Layer?.Stack() ?? []));
        foreach (LayerRecord record in store.Database.Layers.Values.OrderBy(r => r.ChainId, StringComparer.Ordinal))
        {
            if (store.Chains.Find(record.ChainId) is not { } layer || layer.Images.Count > 0)
                continue;
            string why = used.Contains(layer) ? "a container is still based on it" : ObjectIds.IsBuildKitId(layer.Id) ? "made by the build cache"
                : "an interrupted removal, or kept by the build cache";
            yield return new Leftover("layer without image", layer.Id, record.Origin, $"no image has layer {record.ChainId}: {why}");
        }
    }

    private IEnumerable<Leftover> Mounts(DriverStore store)
    {
        var known = new HashSet<string>(containers.Select(c => c.Id));
        foreach (MountRecord mount in store.Database.Mounts.Values.Where(m => !known.Contains(m.ContainerId)).OrderBy(m => m.ContainerId,
            StringComparer.Ordinal))
            yield return new Leftover("mount of a removed container", mount.ContainerId, mount.Origin,
                $"the container is not on disk; its layer is {mount.MountId ?? "unknown"}, on {mount.ParentChainId ?? "nothing"}");
    }

    private IEnumerable<Leftover> Containers(DriverStore store)
    {
        foreach (Container container in containers.Where(c => c.Store == store.Info))
        {
            if (container.Image is null && container.ImageId is not null && store.Info.HasImages)
                yield return new Leftover("container without image", container.DisplayName, container.Origin,
                    $"its image {container.ImageId} is not in the image database: removed by force");
            if (container.Layer is null && store.Database.HasMounts)
                yield return new Leftover("container without layer", container.DisplayName, container.Origin,
                    "the layer database has no mount of it: an interrupted creation or removal");
        }
    }

    private static IEnumerable<Leftover> Sources(DriverStore store)
    {
        var here = new HashSet<string?>(store.Database.Layers.Values.Select(l => l.DiffId));
        foreach (LayerSources.Source source in store.Sources.All.Where(s => !here.Contains(s.DiffId)))
            yield return new Leftover("source of a removed layer", source.DiffId, source.Origin,
                $"a layer that is gone was pulled from or pushed to {string.Join(", ", source.Repositories.DefaultIfEmpty("an unknown repository"))}");
    }

    private IEnumerable<Leftover> ImageNotes(DriverStore store)
    {
        int notes = store.Directory is int directory ? root.Tree.Find(directory, "imagedb/metadata/sha256"u8) : EvidenceTree.None;
        int content = store.Directory is int again ? root.Tree.Find(again, "imagedb/content/sha256"u8) : EvidenceTree.None;
        foreach (int note in notes == EvidenceTree.None ? [] : root.Tree.Children(notes).ToArray())
        {
            if (content != EvidenceTree.None && root.Tree.Child(content, root.Tree.Name(note)) != EvidenceTree.None)
                continue;
            string parent = _files.ReadText(note, "parent"u8) is { Length: > 0 } p ? ", parent " + p : "",
                tagged = _files.ReadText(note, "lastUpdated"u8) is { Length: > 0 } t ? ", last tagged " + t : "";
            yield return new Leftover("notes on a removed image", Encoding.UTF8.GetString(root.Tree.Name(note)), _files.Origin(note),
                $"the image's configuration is gone{parent}{tagged}");
        }
    }

    // Written beside its target and renamed over it: what is left was cut off (moby v20.10 pkg/ioutils/fswriters.go).
    private IEnumerable<Leftover> AtomicWrites(DriverStore store)
    {
        if (store.Directory is not int directory)
            yield break;
        foreach (int child in root.Tree.Children(directory).ToArray())
        {
            if (root.Tree.Name(child).StartsWith(".tmp-"u8))
                yield return new Leftover("interrupted write", Encoding.UTF8.GetString(root.Tree.Name(child)), _files.Origin(child),
                    "an earlier or unfinished version of the file that it is named after");
        }
    }
}
