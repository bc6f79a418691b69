using StoreForensics.Stores.Docker;

namespace StoreForensics.Stores;

/// <summary>Every engine whose stores can be read.</summary>
internal static class StoreEngines
{
    /// <summary>In the order in which roots of one depth are read.</summary>
    public static IReadOnlyList<IStoreEngine> All { get; } = [new DockerEngine()];
}
