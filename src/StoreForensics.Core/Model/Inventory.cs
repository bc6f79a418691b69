using StoreForensics.Model.Builds;
using StoreForensics.Model.Copies;
using StoreForensics.Model.Layout;

namespace StoreForensics.Model;

/// <summary>
/// What the stores of a case hold, one neutral model for all eras. Lists are in a fixed order that does not depend on the wrapping:
/// by store, then by id in byte order.
/// </summary>
public sealed class Inventory
{
    public List<StoreInfo> Stores { get; } = [];

    public List<Image> Images { get; } = [];

    public List<Layer> Layers { get; } = [];

    public List<Container> Containers { get; } = [];

    public List<Volume> Volumes { get; } = [];

    /// <summary>Those that the engine's database still has, by store, then by name.
    /// Removed ones whose record is left are among <see cref="Leftovers"/>.</summary>
    public List<Network> Networks { get; } = [];

    public List<Leftover> Leftovers { get; } = [];

    /// <summary>Containers of which no store knows more than that there are logs of them: id empty, everything but name, pod and logs unknown.
    /// By evidence, then by name and attempt. They are no containers of any store.</summary>
    public List<Container> LoggedOnly { get; } = [];

    /// <summary>Configuration of Kubernetes nodes, by evidence, then by path.</summary>
    public List<NodeFile> NodeFiles { get; } = [];

    /// <summary>What swarms keep, removed things too, by store, then by kind.</summary>
    public List<SwarmObject> Swarm { get; } = [];

    public List<EngineEvent> EngineEvents { get; } = [];

    /// <summary>
    /// Data roots inside a container's, an image's or a volume's files: engines within engines. What lies in one is told of its own store only.
    /// </summary>
    public StoreWithinStores Within { get; } = new();

    /// <summary>What is kept where, as the stores' readers say; each entry once a kind and owner.</summary>
    public StorePlaces Places { get; } = new();

    /// <summary>Files that are named by their digest, by store, then by path.</summary>
    public List<ContentBlob> Blobs { get; } = [];

    /// <summary>Builds that builders or their clients remember, by store, then by their beginning.</summary>
    public List<BuildRecord> Builds { get; } = [];

    /// <summary>The records of build caches, by store, then by id.</summary>
    public List<BuildCacheRecord> BuildCache { get; } = [];

    /// <summary>What the hosts say of themselves, by evidence, then by path; empty where an evidence holds a data root only.</summary>
    public List<HostFacts> Hosts { get; } = [];

    /// <summary>What was removed and found again. None of it is in the other lists, save where a caller asked for that.</summary>
    public RecoveredThings Recovered { get; } = new();

    /// <summary>What each evidence can carry, by its name; see <see cref="CopyOf"/>.</summary>
    public Dictionary<string, CopyFacts> Copies { get; } = new(StringComparer.Ordinal);

    /// <summary>What the evidence of that name can carry; of one that was not examined, everything.</summary>
    public CopyFacts CopyOf(string evidence) => Copies.GetValueOrDefault(evidence, CopyFacts.Whole);

    /// <summary>The directories that hold the files of layers and volumes, where they are in reach.</summary>
    internal IEnumerable<(Evidence.IEvidenceSource Source, int Root)> FileTrees =>
        Layers.Where(l => l.Files is not null).Select(l =>
            (l.Files!.Source, l.Files.Root)).Concat(Volumes.Where(v => v.Files is not null).Select(v => (v.Files!.Source, v.Files.Root)));
}
