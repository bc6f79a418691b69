namespace StoreForensics.Model;

/// <summary>To whom a path of the evidence belongs.</summary>
public sealed record PathOwner
{
    public required StoreInfo Store { get; init; }

    /// <summary>The layer whose file it is, or in whose directory it lies; null for what belongs to no layer.</summary>
    public Layer? Layer { get; init; }

    /// <summary>The volume whose file it is; null for anything else.</summary>
    public Volume? Volume { get; init; }

    /// <summary>Names of the images that own it, in byte order.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    public IReadOnlyList<string> ImageIds { get; init; } = [];

    /// <summary>Names of the containers that own it; of a volume, those that use it; in byte order.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [];

    public IReadOnlyList<string> ContainerIds { get; init; } = [];

    /// <summary>Absolute path inside the layer or volume; empty for the engine's own files, which no container sees.</summary>
    public ReadOnlyMemory<byte> Path { get; init; }
}
