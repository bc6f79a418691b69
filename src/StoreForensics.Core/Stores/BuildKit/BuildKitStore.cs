using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The directory of a builder: dockerd's <c>buildkit/</c>, or a buildkitd's own. Databases of the cache lie in it, or in a directory a worker
/// (<c>containerd-overlayfs</c>, <c>runc-overlayfs</c>; buildkit v0.26 cmd/buildkitd, worker/base).
/// </summary>
internal sealed class BuildKitStore(EvidenceFiles files, int directory, StoreInfo store)
{
    /// <summary>Adds builds and cache records to the inventory.</summary>
    /// <param name="inventory">With the layers, images and blobs that the builder uses.</param>
    /// <param name="layers">Of the stores that its snapshots are in.</param>
    public void Read(Inventory inventory, IReadOnlyCollection<Layer> layers)
    {
        var blobs = new BuildBlobs(files, inventory);
        IReadOnlyList<BuildRecord> builds = files.Problems.ContainOr(files.Origin(directory), [],
            () => new HistoryRecords(files, store, blobs).Read(directory, inventory));
        var images = new BuiltImages(inventory);
        foreach (BuildRecord build in builds)
        {
            build.Images.AddRange(images.Of(build));
            foreach (Image image in build.Images)
                BuiltImages.Explain(image, build.Id);
        }
        inventory.Builds.AddRange(builds);
        var snapshots = new SnapshotLayers(layers, BuildSnapshots.Read(files, directory));
        foreach (int place in Places())
            files.Problems.Contain(files.Origin(place), () => inventory.BuildCache.AddRange(Cache(place, snapshots, builds)));
    }

    private IReadOnlyList<BuildCacheRecord> Cache(int place, SnapshotLayers snapshots, IReadOnlyList<BuildRecord> builds)
    {
        IReadOnlyList<BuildCacheRecord> records = new CacheRecords(files, store).Read(place);
        Dictionary<string, BuildCacheRecord> byId = records.ToDictionary(r => r.Id, StringComparer.Ordinal);
        ILookup<string, string> targets = builds.SelectMany(b => b.Provenance?.CacheMounts ?? []).Distinct().ToLookup(m => m.Id, m => m.Target);
        foreach (BuildCacheRecord record in records)
        {
            record.Layer = snapshots.Of(record);
            if (record is { SameAs: { } other, SizeBytes: { } size } && byId.TryGetValue(other, out BuildCacheRecord? same))
                same.SizeBytes ??= size;
            if (record.Type == "exec.cachemount")
                record.Targets.AddRange(targets[record.Key ?? ""].Distinct());
        }
        return records;
    }

    private IEnumerable<int> Places()
    {
        yield return directory;
        foreach (int child in files.Tree.Children(directory).ToArray())
        {
            string name = Encoding.UTF8.GetString(files.Tree.Name(child));
            if (files.Tree[child].Kind.IsDirectory()
                && (name.StartsWith("containerd-", StringComparison.Ordinal) || name.StartsWith("runc-", StringComparison.Ordinal)))
                yield return child;
        }
    }
}
