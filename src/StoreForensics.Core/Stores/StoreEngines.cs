using StoreForensics.Stores.Archives;
using StoreForensics.Stores.BuildKit;
using StoreForensics.Stores.Checkpoints;
using StoreForensics.Stores.Containerd;
using StoreForensics.Stores.ContainersStorage;
using StoreForensics.Stores.Docker;
using StoreForensics.Stores.Registry;

namespace StoreForensics.Stores;

/// <summary>Every engine whose stores can be read.</summary>
internal static class StoreEngines
{
    /// <summary>In the order in which they read: Docker keeps images and layers in containerd, so that is read first.</summary>
    public static IReadOnlyList<IStoreEngine> All { get; } =
    [
        new ContainerdEngine(), new DockerEngine(), new BuildKitEngine(), new ContainersStorageEngine(), new ArchivesEngine(), new RegistryEngine(),
        new CheckpointEngine(),
    ];
}
