using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>A container of a described image.</summary>
internal sealed record DescribedContainer
{
    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DescribedImage Image { get; init; }

    /// <summary>The image as the user typed it.</summary>
    public required string ImageName { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyList<string> Env { get; init; }

    public required Timestamp Created { get; init; }

    /// <summary>Null: never. What was started has also ended.</summary>
    public (Timestamp Started, Timestamp Finished, int ExitCode)? Run { get; init; }

    public IReadOnlyList<DescribedMount> Mounts { get; init; } = [];

    /// <summary>What the engine puts between image and container, whose changes it does not count among the container's.</summary>
    public required DescribedLayer Init { get; init; }

    /// <summary>Its own changes.</summary>
    public required DescribedLayer Changes { get; init; }

    public IReadOnlyList<DescribedLine> Log { get; init; } = [];

    /// <summary>All layers, bottom first.</summary>
    public IEnumerable<DescribedLayer> Layers => [.. Image.Layers, Init, Changes];
}

/// <summary>A mount: of a volume where it has the name of one, else of a directory of the host.</summary>
internal sealed record DescribedMount(string Destination, string Source, bool IsWritable, string? Volume = null);

/// <summary>A whole line of a log, without its end.</summary>
internal sealed record DescribedLine(Timestamp Time, string Stream, string Text);
