using StoreForensics.Evidence;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Tests.Stores.Drivers;

/// <summary>What one driver makes of a directory in memory.</summary>
internal static class DriverReading
{
    public static EvidenceFiles Files(MadeStore store) => new(store, store.Problems);

    /// <summary>The drivers of a data root.</summary>
    public static IReadOnlyList<IGraphDriver> Detected(MadeStore store, Func<string, bool> isNamed)
    {
        EvidenceFiles files = Files(store);
        return DriverDetection.Of(files, EvidenceTree.Root, name => files.Directory(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(name)), isNamed);
    }

    /// <summary>The driver of that name's directory in a data root.</summary>
    public static DriverLayer[] Layers(MadeStore store, string name)
    {
        IGraphDriver[] drivers = [.. Detected(store, driver => driver == name)];
        Assert.That(drivers.Select(d => d.Name), Is.EqualTo(new[] { name }));
        return [.. drivers[0].Layers()];
    }

    public static DriverLayer Layer(MadeStore store, string name, string id) => Layers(store, name).Single(l => l.Id == id);

    /// <summary>Where the files are, by path; null when they are out of reach.</summary>
    public static string? PlaceOf(DriverLayer layer) => layer.Files is { } files ? files.Tree.PathOf(files.Root).ToString() : null;
}
