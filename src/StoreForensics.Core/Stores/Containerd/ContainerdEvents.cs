using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Images;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Containerd.Snapshotters;

namespace StoreForensics.Stores.Containerd;

/// <summary>What containerd's records say happened when: names, content, snapshots, leases, and downloads that did not end.</summary>
internal sealed class ContainerdEvents(ContainerdRoot root, SnapshotTable snapshots, ContainerdImages images, StoreInfo store)
{
    private const string Source = "containerd.io/distribution.source.";

    private readonly Dictionary<string, Image> _byBlob = ByBlob(images);

    public IEnumerable<EngineEvent> All()
    {
        foreach (StoredNamespace space in root.Namespaces)
        {
            foreach (EngineEvent e in space.Images.SelectMany(Of).Concat(space.Blobs.SelectMany(Of)).Concat(space.Snapshots.SelectMany(Of))
                .Concat(space.Leases.SelectMany(Of)))
                yield return e;
        }
        foreach (EngineEvent e in Downloads())
            yield return e;
    }

    private static Dictionary<string, Image> ByBlob(ContainerdImages images)
    {
        var byBlob = new Dictionary<string, Image>(StringComparer.Ordinal);
        foreach (PlacedImage placed in images.All)
        {
            byBlob.TryAdd(placed.Target.Target, placed.Image);
            foreach (string digest in placed.Target.Manifests.SelectMany(m => m.Layers.Append(m.Config).Append(m.Digest)).OfType<string>())
                byBlob.TryAdd(digest, placed.Image);
        }
        return byBlob;
    }

    // The creation of a name is the image's own event; it moves with delete and create in Docker, with an update elsewhere.
    private IEnumerable<EngineEvent> Of(StoredImage record)
    {
        Image? image = images.Find(record.Namespace, record.Name);
        if (record.Updated is { } time && !(time == record.Created && record.IsDatedByBuilder(image?.Created?.Time)))
            yield return new EngineEvent("image.tagged", time, "Image record last changed (containerd)",
                $"{record.Name} points to {record.Target ?? "(unknown)"}{Where(record)}", record.Origin)
            {
                Store = store,
                Image = image,
            };
    }

    private IEnumerable<EngineEvent> Of(StoredBlob record)
    {
        string what = $"{record.Digest}{Size(record.Size)}{From(record)}{Where(record)}";
        if (record.Created is { } made)
            yield return Blob("content.blob.created", made, "Content stored (containerd's record)", $"Content stored: {what}", record);
        if (record.Updated is { } changed && changed != record.Created)
            yield return Blob("content.blob.updated", changed, "Content record changed (containerd)", $"Content record changed: {what}", record);
    }

    private EngineEvent Blob(string type, Timestamp time, string meaning, string message, StoredBlob record) =>
        new(type, time, meaning, message, record.Origin) { Store = store, Image = _byBlob.GetValueOrDefault(record.Digest) };

    private IEnumerable<EngineEvent> Of(StoredSnapshot record)
    {
        Layer? layer = snapshots.Find(record.Namespace, record.Snapshotter, record.Key);
        Timestamp? made = record.Created ?? layer?.Registered;
        if (made is { } time)
            yield return new EngineEvent("snapshot.created", time, "Snapshot created (containerd's record; of a committed one, its commit)",
                $"Snapshot {record.Key} of {record.Snapshotter}{(layer is null ? "" : $", number {layer.Id}")}"
                    + $"{(record.Parent is null ? "" : $", on {record.Parent}")}{Where(record)}", record.Origin)
            {
                Store = layer?.Store ?? store,
                Layer = layer,
            };
    }

    private IEnumerable<EngineEvent> Of(StoredLease record)
    {
        if (record.Created is { } time)
            yield return new EngineEvent("lease.created", time, "Lease created (containerd's record)", $"Lease {record.Id}{Where(record)}", record.Origin)
            {
                Store = store,
            };
    }

    // `ingest/<digest of ref>/{ref,startedat}`: texts (containerd plugins/content/local/store.go).
    private IEnumerable<EngineEvent> Downloads()
    {
        foreach ((int node, string reference) in root.Downloads())
        {
            if (root.Files.ReadText(node, "startedat"u8) is { } text && Timestamp.TryParse(text) is { } time)
                yield return new EngineEvent("content.download.started", time, "Download begun that did not end", $"Download begun, and not ended: {reference}",
                    root.Files.Origin(node))
                {
                    Store = store,
                };
        }
    }

    private static string Where(StoredRecord record) => $" (namespace {record.Namespace})";

    private static string Size(long? bytes) => bytes is long size ? string.Create(CultureInfo.InvariantCulture, $", {size} bytes") : "";

    // The label names the registry's host, its value the repositories, comma-separated.
    private static string From(StoredRecord record)
    {
        string[] sources = [.. record.Labels.Where(l => l.Key.StartsWith(Source, StringComparison.Ordinal))
            .SelectMany(l => l.Value.Split(',').Select(r => $"{l.Key[Source.Length..]}/{r}"))];
        return sources.Length == 0 ? "" : $", from {string.Join(", ", sources)}";
    }
}
