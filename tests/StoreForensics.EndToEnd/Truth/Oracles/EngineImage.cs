using System.Text.Json;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>An image in the words of <c>docker inspect</c>; null where it said nothing.</summary>
internal sealed record EngineImage
{
    public required string Id { get; init; }

    public string? Parent { get; init; }

    public string? Created { get; init; }

    public string? DockerVersion { get; init; }

    public string? Author { get; init; }

    public string? Comment { get; init; }

    public string? Architecture { get; init; }

    public string? Os { get; init; }

    public long? OwnSize { get; init; }

    /// <summary>1.9 only.</summary>
    public long? VirtualSize { get; init; }

    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>1.10 and later, bottom first.</summary>
    public IReadOnlyList<string> DiffIds { get; init; } = [];

    /// <summary>The command of the container that it was committed from.</summary>
    public string CreatedBy { get; init; } = "";

    public static EngineImage Of(JsonElement json) => new()
    {
        Id = json.Text("id")!,
        Parent = json.Text("parent"),
        Created = EngineTime.Canonical(json.Text("created")),
        DockerVersion = json.Text("dockerversion"),
        Author = json.Text("author"),
        Comment = json.Text("comment"),
        Architecture = json.Text("architecture"),
        Os = json.Text("os"),
        OwnSize = json.Number("size"),
        VirtualSize = json.Number("virtualsize"),
        Digests = json.Texts("repodigests"),
        DiffIds = json.Member("rootfs")?.Texts("layers") ?? [],
        CreatedBy = json.Member("containerconfig") is { } config ? string.Join(' ', config.Texts("cmd")) : "",
    };
}
