using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Records;

/// <summary>A record of <c>images.json</c> (containers/storage v1.59 images.go), with the files that belong to it.</summary>
internal sealed record StoredImage
{
    private const string Manifest = "manifest";

    /// <summary>64 hex digits: of its configuration's digest, for nearly all.</summary>
    public required string Id { get; init; }

    public required Origin Origin { get; init; }

    public required BigData Data { get; init; }

    /// <summary>The top layer; null for a list of images, and for one without layers.</summary>
    public string? Layer { get; init; }

    /// <summary>Copies of the top layer with shifted owners.</summary>
    public IReadOnlyList<string> MappedLayers { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Names that it has or had, the newest first.</summary>
    public IReadOnlyList<string> NamesHistory { get; init; } = [];

    /// <summary>Its manifests' digests, the one that counts first.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>As recorded: when its maker says that it was made.</summary>
    public RecordedTime? Created { get; init; }

    /// <summary>The key of its configuration: the digest; null for a list of images.</summary>
    public string? ConfigKey => Data.Keys.FirstOrDefault(ObjectIds.IsPrefixedDigest);

    public int? ConfigNode => ConfigKey is { } key ? Data.Find(key) : null;

    public int? ManifestNode => Data.Find(Manifest);

    /// <summary>The digest recorded of the manifest's file.</summary>
    public string? ManifestDigest => Data.DigestOf(Manifest);

    public static StoredImage Of(StorageEntry entry, EvidenceFiles files, int? directory)
    {
        JsonView json = entry.Json;
        var data = new BigData(files, directory, entry.Id, json);
        string?[] digests = [json.NonEmpty("digest"), data.DigestOf(Manifest),
            .. data.Keys.Where(k => k.StartsWith(Manifest + "-sha256:", StringComparison.Ordinal)).Select(k => k[(Manifest.Length + 1)..])];
        return new StoredImage
        {
            Id = entry.Id,
            Origin = entry.Origin,
            Data = data,
            Layer = json.NonEmpty("layer"),
            MappedLayers = json.Texts("mapped-layers") ?? [],
            Names = json.Texts("names") ?? [],
            NamesHistory = json.Texts("names-history") ?? [],
            Digests = [.. digests.OfType<string>().Where(ObjectIds.IsPrefixedDigest).Distinct(StringComparer.Ordinal)],
            Created = json.Time("created"),
        };
    }
}
