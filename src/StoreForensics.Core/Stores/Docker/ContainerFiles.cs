using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker;

/// <summary>What lies in the directories of <c>containers/</c>, as far as it tells what was collected and by which engine it was made.</summary>
internal sealed class ContainerFiles
{
    private const long LargestQuick = 1 << 20;

    private readonly SortedSet<string> _drivers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string?> _driverOf = [];

    private ContainerFiles()
    {
    }

    /// <summary>Whether any container has <c>config.json</c> (to 1.9) and no newer one.</summary>
    public bool HasOld { get; private set; }

    /// <summary>Whether any container has <c>config.v2.json</c> (1.10 on).</summary>
    public bool HasNew { get; private set; }

    /// <summary>Whether any container has a log, none a configuration, and nothing else of a store is there.</summary>
    public bool IsLogsOnly => HasLogs && !HasOld && !HasNew && !HasImages;

    /// <summary>The drivers that configurations name, in byte order.</summary>
    public IReadOnlyCollection<string> Drivers => _drivers;

    /// <summary>The driver that a configuration names; null where it names none or is not readable.</summary>
    /// <param name="config">The file, of a directory of <c>containers/</c>.</param>
    public string? DriverOf(int config) => _driverOf.GetValueOrDefault(config);

    private bool HasLogs { get; set; }

    private bool HasImages { get; init; }

    public static ContainerFiles Of(DataRoot root)
    {
        var found = new ContainerFiles { HasImages = root.Child("image"u8) != EvidenceTree.None || root.Child("graph"u8) != EvidenceTree.None };
        int containers = root.Child("containers"u8);
        foreach (int child in containers == EvidenceTree.None ? [] : root.Tree.Children(containers).ToArray())
        {
            if (root.Tree[child].Kind.IsDirectory() && ObjectIds.IsGraphId(root.Tree.Name(child)))
                root.Files.Problems.Contain(root.Files.Origin(child), () => found.Add(root, child));
        }
        return found;
    }

    /// <summary>Whether a container's directory holds a log that Docker wrote.</summary>
    public static bool HoldsLog(EvidenceTree tree, int directory)
    {
        foreach (int child in tree.Children(directory))
        {
            ReadOnlySpan<byte> name = tree.Name(child);
            if (name.SequenceEqual("local-logs"u8) || (name.StartsWith(tree.Name(directory)) && name[tree.Name(directory).Length..].StartsWith("-json.log"u8)))
                return true;
        }
        return false;
    }

    private void Add(DataRoot root, int directory)
    {
        HasLogs |= HoldsLog(root.Tree, directory);
        int config = root.Tree.Child(directory, "config.v2.json"u8);
        if (config != EvidenceTree.None)
            HasNew = true;
        else if (root.Tree.Child(directory, "config.json"u8) is var old && old != EvidenceTree.None)
            (HasOld, config) = (true, old);
        if (config == EvidenceTree.None || root.Tree[config] is not { Kind: EntryKind.File, Size: > 0 })
            return;
        string? driver = ReadDriver(root, config);
        _driverOf[config] = driver;
        if (driver is not null)
            _drivers.Add(driver);
    }

    // What is wrong with the file is said when all of it is read.
    private static string? ReadDriver(DataRoot root, int config)
    {
        if (root.Tree[config].Size <= LargestQuick && root.Files.ReadAll(config) is { } bytes
            && TopLevelText.TryFind(bytes, "Driver"u8, out string? driver))
            return driver is { Length: > 0 } ? driver : null;
        return JsonFile.Read(root.Files, config)?.NonEmpty("Driver");
    }
}
