using StoreForensics.Tests.Contracts.Stores.Described;

namespace StoreForensics.Tests.Contracts.Stores.Expected;

/// <summary>A described layer where it lies.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Below">Those below it, bottom first.</param>
/// <param name="Step">The step that made it; null of a container's own layer.</param>
internal sealed record PlacedLayer(DescribedLayer Layer, IReadOnlyList<DescribedLayer> Below, DescribedStep? Step);
