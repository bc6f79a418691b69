using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>Reads the directories of many containers.</summary>
internal static class ContainerDirectories
{
    /// <summary>In the order given. Problems come in that order too.</summary>
    /// <param name="root">The data root.</param>
    /// <param name="directories">Of <c>containers/</c>.</param>
    /// <param name="storeOf">The store of a driver, for a container's directory; asked on any thread.</param>
    public static IReadOnlyList<Container> Read(DataRoot root, IReadOnlyList<int> directories, Func<string?, int, StoreInfo> storeOf)
    {
        ContainerFiles collected = root.Containers;
        return ManyEntries.Read<Container>(root.Files, directories, files =>
        {
            var reader = new ContainerDirectory(files, collected);
            return directory => reader.Read(directory, driver => storeOf(driver, directory));
        });
    }
}
