using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Images;

/// <summary>Makes images and layers of an inventory of what an archive or a registry describes.</summary>
internal sealed class ImageAssembly(EvidenceFiles files, StoreInfo store, Inventory inventory)
{
    private readonly ArchiveLayers _layers = new(files, store);

    /// <param name="described">Each id once, in byte order.</param>
    public void Add(IReadOnlyList<ArchivedImage> described)
    {
        var records = new List<(ArchivedImage Described, ImageRecord Record)>();
        foreach (ArchivedImage one in described)
            files.Problems.Contain(one.Origin, () => records.Add((one, Record(one))));
        foreach ((ArchivedImage one, ImageRecord record) in records)
            _layers.Note(one, record.DiffIds);
        foreach ((ArchivedImage one, ImageRecord record) in records)
            files.Problems.Contain(record.Image.Origin, () => Layers(one, record));
        new ListedHistory(_layers, files.Problems).Fill([.. records.Select(r => r.Record).Where(r => r.DiffIds.Count > 0 || r.Image.Layers.Count == 0)]);
        inventory.Images.AddRange(records.Select(r => r.Record.Image));
        inventory.Layers.AddRange(_layers.Ordered());
        foreach (Layer layer in _layers.Ordered().Where(l => l.Twin is not null))
            layer.Twin!.Images.AddRange(layer.Images.Where(i => !layer.Twin.Images.Contains(i)).ToArray());
        foreach ((ArchivedImage one, ImageRecord record) in records)
            Places(one, record.Image);
    }

    private ImageRecord Record(ArchivedImage one)
    {
        JsonView json = one.Json ?? default;
        Origin origin = one.Config?.Origin() ?? one.Origin;
        var configuration = new ImageConfiguration(json, origin, files.Problems);
        var image = new Image
        {
            Id = one.Id,
            Store = store,
            Origin = origin,
            Record = one.Config,
            RecordedDigest = one.RecordedDigest,
            Created = configuration.Created(),
            Registered = one.Registered,
            RegisteredOrigin = one.RegisteredOrigin,
            Comment = json.NonEmpty("comment"),
            Author = json.NonEmpty("author"),
            DockerVersion = json.NonEmpty("docker_version"),
            Architecture = json.NonEmpty("architecture") ?? one.Architecture,
            Os = json.NonEmpty("os") ?? one.Os,
            ContainerId = json.NonEmpty("container"),
            ContainerConfig = ConfigReader.Read(json, "container_config"),
            Config = ConfigReader.Read(json, "config"),
            IsWithoutLayers = json.Exists && ImageConfiguration.IsWithoutLayers(json) && one.Layers.Count == 0,
        };
        if (one.IsDeleted)
            image.Recovery = new Recovery(one.Layers.All(l => l.File is not null) ? Certainty.Intact : Certainty.Partly,
                "its manifest was deleted, and the blobs that it names are still there", null);
        image.References.AddRange(References(one));
        return new ImageRecord(image, configuration.History(), configuration.DiffIds(), null, null, IsBuiltLocally: false);
    }

    // The same name may stand in several records, once with the digest that it leads to.
    private static IEnumerable<ImageReference> References(ArchivedImage one) =>
        one.References.GroupBy(r => (r.Repository, r.Tag, r.Tag is null ? r.Digest : null))
            .Select(g => g.FirstOrDefault(r => r.Digest is not null) ?? g.First()).OrderBy(r => r.ToString(), StringComparer.Ordinal);

    private void Layers(ArchivedImage one, ImageRecord record)
    {
        IReadOnlyList<Layer> layers = _layers.Add(one, record.DiffIds);
        if (record.DiffIds.Count > 0 && one.Layers.Count != record.DiffIds.Count)
            files.Problems.Damage("SF-ARCHIVE-0006", record.Image.Origin,
                $"the configuration lists {record.DiffIds.Count} layers, and the manifest {one.Layers.Count}: which is which is a guess");
        if (record.DiffIds.Count > 0)
            return;
        // Nothing says which step made which: the layers alone are told.
        record.Image.Layers.AddRange(layers);
        foreach (Layer layer in layers)
            layer.Images.Add(record.Image);
        record.Image.TotalSize = record.Image.OwnSize = layers.Any(l => l.RecordedSize is null) ? null : layers.Sum(l => l.RecordedSize);
    }

    private void Places(ArchivedImage one, Image image)
    {
        foreach (EntryRef record in one.Records.Concat(one.Config is { } config ? [config] : []).Distinct())
            inventory.Places.Add(new StorePlace(record, StorePlaceKind.ImageRecord) { Image = image });
        foreach (Layer layer in image.Layers.Where(l => l.Tar is not null && l.Twin is null && l.Images[0] == image))
            inventory.Places.Add(new StorePlace(layer.Tar!.File, StorePlaceKind.LayerNotes) { Layer = layer });
    }
}
