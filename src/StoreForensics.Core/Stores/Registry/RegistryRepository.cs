using StoreForensics.Primitives;

namespace StoreForensics.Stores.Registry;

/// <summary>A file that holds a digest and no more: it links a repository to a blob.</summary>
/// <param name="Digest">As it says; where that cannot be read, as its directory's name does.</param>
/// <param name="Node">The file.</param>
/// <param name="Written">Its modification time: when that was said last.</param>
internal sealed record RegistryLink(string Digest, int Node, Timestamp? Written);

/// <summary>A tag of a repository.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">Its directory.</param>
/// <param name="Current">What it points to; null when it was deleted, or its link cannot be read.</param>
/// <param name="Index">Everything that it ever pointed to since it was made, with the last time each was pushed.</param>
internal sealed record RegistryTag(string Name, int Node, RegistryLink? Current, IReadOnlyList<RegistryLink> Index);

/// <summary>An upload that did not end.</summary>
/// <param name="Node">Its directory.</param>
/// <param name="Id">Drawn by the registry.</param>
/// <param name="Started">As recorded; null when it is not.</param>
/// <param name="Bytes">What had come.</param>
internal sealed record RegistryUpload(int Node, string Id, Timestamp? Started, long Bytes);

/// <summary>What a registry keeps of one repository.</summary>
/// <param name="Name">With slashes.</param>
/// <param name="Node">Its directory.</param>
internal sealed record RegistryRepository(string Name, int Node)
{
    public IReadOnlyList<RegistryTag> Tags { get; init; } = [];

    /// <summary>The manifests that it has: a deleted one is not among them.</summary>
    public IReadOnlyList<RegistryLink> Revisions { get; init; } = [];

    /// <summary>The manifests that were deleted: of each the directory is left, as old as that.</summary>
    public IReadOnlyList<RegistryLink> Deleted { get; init; } = [];

    /// <summary>The layers and configurations that were pushed to it.</summary>
    public IReadOnlyList<RegistryLink> Layers { get; init; } = [];

    public IReadOnlyList<RegistryUpload> Uploads { get; init; } = [];
}
