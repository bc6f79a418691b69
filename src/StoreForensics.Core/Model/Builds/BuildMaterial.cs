namespace StoreForensics.Model.Builds;

/// <summary>Something that went into a build.</summary>
/// <param name="Uri">As recorded: <c>pkg:docker/alpine@3</c>, a repository, an address.</param>
/// <param name="Digests">With their algorithms.</param>
public sealed record BuildMaterial(string Uri, IReadOnlyList<string> Digests);
