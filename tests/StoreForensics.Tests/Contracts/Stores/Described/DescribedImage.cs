using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>An image, by its steps from the oldest.</summary>
internal sealed record DescribedImage
{
    /// <summary><c>repository:tag</c>; none makes it dangling.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyList<DescribedStep> Steps { get; init; }

    public required IReadOnlyList<string> Cmd { get; init; }

    public required IReadOnlyList<string> Env { get; init; }

    public Timestamp Created => Steps[^1].Created;

    /// <summary>Bottom first.</summary>
    public IEnumerable<DescribedLayer> Layers => Steps.Select(s => s.Layer).OfType<DescribedLayer>();
}

/// <summary>One step of a build; without a layer it changed the configuration only.</summary>
internal sealed record DescribedStep(string Command, Timestamp Created, DescribedLayer? Layer = null);
