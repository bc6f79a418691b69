using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>One store: a data root's metadata of one era and one storage driver.</summary>
public sealed record StoreInfo
{
    /// <summary>The driver (<c>aufs</c>); with <c>@root</c> after it where one case holds two of one name.</summary>
    public required string Name { get; init; }

    /// <summary>The storage driver's name.</summary>
    public required string Driver { get; init; }

    /// <summary>
    /// The layout: <c>graph</c> (Docker 0.5–1.9), <c>layered</c> (1.10+), <c>containerd</c>, <c>buildkit</c>,
    /// <c>archive</c> (images as files), <c>registry</c>, <c>checkpoint</c>; <c>unknown</c> where only logs are there.
    /// </summary>
    public required string Era { get; init; }

    /// <summary>The data root inside the evidence.</summary>
    public required Origin Root { get; init; }

    /// <summary>Other directories whose images are the store's, by the engine's settings; none for most.</summary>
    public IReadOnlyList<Origin> Parts { get; init; } = [];

    /// <summary>The ids on disk that containers' ids are mapped to; null for a store without a user namespace.</summary>
    public UserNamespace? UserNamespace { get; init; }

    /// <summary>Whether the evidence has the store's image database. If not, an image that is not listed may be there all the same.</summary>
    public bool HasImages { get; init; } = true;

    /// <summary>Whether the times of its own files are those of a host that used it. Archives give their members times of their own choosing.</summary>
    public bool HasHostTimes { get; init; } = true;

    /// <summary>The newest version of the engine for which there is a sign, and the sign; null when none.</summary>
    public string? EngineVersion { get; set; }

    public string? EngineVersionSign { get; set; }

    /// <summary>In words, the snapshot that it lies in: an older state of another store; null: none is known.</summary>
    public string? Snapshot { get; set; }
}
