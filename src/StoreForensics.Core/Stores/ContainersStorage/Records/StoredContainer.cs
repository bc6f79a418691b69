using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Records;

/// <summary>A record of <c>containers.json</c> or <c>volatile-containers.json</c> (containers/storage v1.59 containers.go).</summary>
internal sealed record StoredContainer
{
    public required string Id { get; init; }

    public required Origin Origin { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The image's id, 64 hex digits; null for a container without an image.</summary>
    public string? Image { get; init; }

    public string? Layer { get; init; }

    public RecordedTime? Created { get; init; }

    /// <summary>What the engine above wrote down: JSON in a string. Does not exist for Buildah's.</summary>
    public JsonView Metadata { get; init; }

    public static StoredContainer Of(StorageEntry entry, EvidenceFiles files)
    {
        JsonView json = entry.Json;
        return new StoredContainer
        {
            Id = entry.Id,
            Origin = entry.Origin,
            Names = json.Texts("names") ?? [],
            Image = json.NonEmpty("image"),
            Layer = json.NonEmpty("layer"),
            Created = json.Time("created"),
            Metadata = json.NonEmpty("metadata") is { } text ? JsonFile.Object(Encoding.UTF8.GetBytes(text), entry.Origin, files.Problems) ?? default : default,
        };
    }
}
