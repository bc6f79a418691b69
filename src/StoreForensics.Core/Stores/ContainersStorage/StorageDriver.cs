namespace StoreForensics.Stores.ContainersStorage;

/// <summary>One driver of a root, by its directories; null where there is none of that name.</summary>
/// <param name="Name"><c>overlay</c>, <c>vfs</c>, <c>btrfs</c> …</param>
/// <param name="Trees">The driver's own directory, with the files of layers.</param>
/// <param name="Images">The index of images, and what belongs to each.</param>
/// <param name="Layers">The index of layers, and their records.</param>
/// <param name="Containers">The index of containers, and their own files.</param>
internal sealed record StorageDriver(string Name, int? Trees, int? Images, int? Layers, int? Containers);
