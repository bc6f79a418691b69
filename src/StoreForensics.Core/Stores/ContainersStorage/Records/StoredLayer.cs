using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Records;

/// <summary>A record of <c>layers.json</c> or <c>volatile-layers.json</c> (containers/storage v1.59 layers.go). Null is not recorded.</summary>
internal sealed record StoredLayer
{
    public required string Id { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>The layer below; null for a base layer.</summary>
    public string? Parent { get; init; }

    /// <summary>When it was made here: by a pull, a build, or for a container.</summary>
    public RecordedTime? Created { get; init; }

    /// <summary>The digest of its tar, <c>sha256:</c> and 64 hex digits; null for a container's.</summary>
    public string? DiffDigest { get; init; }

    /// <summary>The digest of what was fetched, compressed or not.</summary>
    public string? CompressedDigest { get; init; }

    /// <summary>The digest of the table of contents of a layer that was pulled in part.</summary>
    public string? TocDigest { get; init; }

    /// <summary>Bytes of its tar.</summary>
    public long? DiffSize { get; init; }

    /// <summary>Whether it was being made, or removed, when the engine ended.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>Ids as its files have them, where they were shifted for a user namespace of its own.</summary>
    public UserNamespace? Users { get; init; }

    public static StoredLayer Of(StorageEntry entry)
    {
        JsonView json = entry.Json;
        string? diff = json.NonEmpty("diff-digest"), toc = json.NonEmpty("toc-digest");
        return new StoredLayer
        {
            Id = entry.Id,
            Origin = entry.Origin,
            Parent = json.NonEmpty("parent"),
            Created = json.Time("created"),
            DiffDigest = ObjectIds.IsPrefixedDigest(diff) ? diff : null,
            CompressedDigest = json.NonEmpty("compressed-diff-digest") is { } compressed && ObjectIds.IsPrefixedDigest(compressed) ? compressed : null,
            TocDigest = ObjectIds.IsPrefixedDigest(toc) ? toc : null,
            DiffSize = diff is null ? null : json.Integer("diff-size") is >= 0 and var size ? size : null,
            IsIncomplete = json.Object("flags")?.Flag("incomplete") == true,
            Users = UsersOf(json),
        };
    }

    /// <summary>The maps of a record of a layer or a container; null where ids are as they are.</summary>
    private static UserNamespace? UsersOf(JsonView json) =>
        Map(json, "uidmap") is { } uids && Map(json, "gidmap") is { } gids ? new UserNamespace(uids, gids) : null;

    private static IdMap? Map(JsonView json, string field)
    {
        var ranges = new List<IdRange>();
        foreach (JsonElement element in json.Elements(field).Take(340)) // as many lines as the kernel takes in a map
        {
            var range = new JsonView(element);
            if (range.Integer("container_id") is >= 0 and <= uint.MaxValue and var inside && range.Integer("host_id") is >= 0 and <= uint.MaxValue and var host
                && range.Integer("size") is > 0 and <= uint.MaxValue and var size)
                ranges.Add(new IdRange((uint)inside, (uint)host, (uint)size));
        }
        return ranges.Count == 0 ? null : new IdMap(ranges);
    }
}
