using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>Reads the directories of many containers, on all cores where that pays, with the same result as one after the other.</summary>
internal static class ContainerDirectories
{
    // Below this, starting threads takes longer than reading.
    private const int Few = 200;

    /// <summary>In the order given. Problems come in that order too.</summary>
    /// <param name="root">The data root.</param>
    /// <param name="directories">Of <c>containers/</c>.</param>
    /// <param name="storeOf">The store of a driver, for a container's directory; asked on any thread.</param>
    public static IEnumerable<Container> Read(DataRoot root, IReadOnlyList<int> directories, Func<string?, int, StoreInfo> storeOf)
    {
        if (directories.Count < Few)
        {
            var reader = new ContainerDirectory(root.Files, root.Containers);
            foreach (int directory in directories)
                yield return reader.Read(directory, driver => storeOf(driver, directory));
            yield break;
        }
        ContainerFiles collected = root.Containers;
        var read = new (Container Container, ProblemLog Problems)[directories.Count];
        Parallel.For(0, directories.Count, i =>
        {
            var problems = new ProblemLog();
            var reader = new ContainerDirectory(new EvidenceFiles(root.Files.Source, problems), collected);
            read[i] = (reader.Read(directories[i], driver => storeOf(driver, directories[i])), problems);
        });
        foreach ((Container container, ProblemLog problems) in read)
        {
            root.Files.Problems.AddAll(problems);
            yield return container;
        }
    }
}
