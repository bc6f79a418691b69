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
        foreach (Seen? seen in ManyEntries.Read(root.Files, Directories(root), SeenIn))
            found.Add(seen);
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

    private static int[] Directories(DataRoot root)
    {
        int containers = root.Child("containers"u8);
        var found = new List<int>();
        foreach (int child in containers == EvidenceTree.None ? [] : root.Tree.Children(containers))
        {
            if (root.Tree[child].Kind.IsDirectory() && ObjectIds.IsGraphId(root.Tree.Name(child)))
                found.Add(child);
        }
        return [.. found];
    }

    private void Add(Seen? seen)
    {
        if (seen is null)
            return;
        HasLogs |= seen.HasLog;
        HasNew |= seen.HasNew;
        HasOld |= seen.HasOld;
        if (seen.Config is int config)
            _driverOf[config] = seen.Driver;
        if (seen.Driver is not null)
            _drivers.Add(seen.Driver);
    }

    private static Func<int, Seen?> SeenIn(EvidenceFiles files) =>
        directory => files.Problems.ContainOr(files.Origin(directory), null, () => SeenIn(files, directory));

    private static Seen SeenIn(EvidenceFiles files, int directory)
    {
        EvidenceTree tree = files.Tree;
        int current = tree.Child(directory, "config.v2.json"u8);
        int old = current == EvidenceTree.None ? tree.Child(directory, "config.json"u8) : EvidenceTree.None;
        int config = current != EvidenceTree.None ? current : old;
        bool isReadable = config != EvidenceTree.None && tree[config] is { Kind: EntryKind.File, Size: > 0 };
        return new Seen(HoldsLog(tree, directory), current != EvidenceTree.None, old != EvidenceTree.None, isReadable ? config : null,
            isReadable ? ReadDriver(files, config) : null);
    }

    // What is wrong with the file is said when all of it is read.
    private static string? ReadDriver(EvidenceFiles files, int config)
    {
        if (files.Tree[config].Size <= LargestQuick && files.ReadAll(config) is { } bytes
            && TopLevelText.TryFind(bytes, "Driver"u8, out string? driver))
            return driver is { Length: > 0 } ? driver : null;
        return JsonFile.Read(files, config)?.NonEmpty("Driver");
    }

    // Config: the configuration, where there is one that is not empty.
    private sealed record Seen(bool HasLog, bool HasNew, bool HasOld, int? Config, string? Driver);
}
