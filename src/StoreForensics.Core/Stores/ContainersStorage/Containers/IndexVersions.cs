using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage.Containers;

/// <summary>
/// The indices of containers of a store, as they are and as they were: each change writes the file anew beside the old one and takes its name
/// (containers/storage v1.59 containers.go, internal/atomicfile), so older ones are deleted files. What one has and the next has not was removed at the next
/// one's writing.
/// </summary>
internal sealed class IndexVersions
{
    private static readonly string[] s_names = ["containers.json", "volatile-containers.json"];

    private readonly List<Version> _versions = [];

    /// <summary>One state of an index that is whole.</summary>
    /// <param name="Name">The file's name.</param>
    /// <param name="Written">Its mtime.</param>
    /// <param name="Records">By id.</param>
    /// <param name="Recovery">How it was recovered; null for the one that is there.</param>
    internal sealed record Version(string Name, Timestamp Written, IReadOnlyDictionary<string, StoredContainer> Records, Recovery? Recovery);

    /// <summary>What is known of a container that an older index has.</summary>
    /// <param name="Record">As the newest index that has it says.</param>
    /// <param name="Last">That index.</param>
    /// <param name="Without">The next one; null where there is none, or other containers went or came between the two: then more was written than is
    /// left.</param>
    internal sealed record Removed(StoredContainer Record, Version Last, Version? Without);

    /// <param name="disk">What is there.</param>
    /// <param name="deleted">What was deleted.</param>
    /// <param name="directory">The path of <c>DRIVER-containers</c>.</param>
    public IndexVersions(EvidenceFiles disk, IReadOnlyList<IRecoveredSource> deleted, string directory)
    {
        foreach (string name in s_names)
        {
            Add(disk, directory, name, null);
            foreach (IRecoveredSource source in deleted)
                Add(new EvidenceFiles(source, new ProblemLog()), directory, name, source);
        }
        _versions.Sort((a, b) => a.Written.CompareTo(b.Written));
    }

    /// <summary>In byte order of ids; none that the index has now.</summary>
    public IReadOnlyDictionary<string, Removed> Gone()
    {
        var gone = new SortedDictionary<string, Removed>(StringComparer.Ordinal);
        HashSet<string> there = [.. _versions.Where(v => v.Recovery is null).SelectMany(v => v.Records.Keys)];
        foreach (string name in s_names)
        {
            Version[] own = [.. _versions.Where(v => v.Name == name)];
            for (int i = 0; i < own.Length; i++)
            {
                foreach ((string id, StoredContainer record) in own[i].Records.Where(r => !there.Contains(r.Key)))
                    gone[id] = new Removed(record, own[i], i + 1 < own.Length ? Next(own[i], own[i + 1], id) : null);
            }
        }
        return gone;
    }

    private static Version? Next(Version with, Version without, string id) =>
        without.Records.Count == with.Records.Count - 1 && with.Records.Keys.All(k => k == id || without.Records.ContainsKey(k)) ? without : null;

    private void Add(EvidenceFiles files, string directory, string name, IRecoveredSource? source)
    {
        int at = files.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(directory));
        if (at < 0 || files.File(at, Encoding.ASCII.GetBytes(name)) is not int node || files.Tree[node].Modified is not { } written)
            return;
        Recovery? recovery = source?.RecoveryOf(node);
        if (source is not null && recovery is not { Certainty: Certainty.Intact })
            return;
        var problems = new ProblemLog();
        EvidenceFiles own = files.With(problems);
        var records = new Dictionary<string, StoredContainer>(StringComparer.Ordinal);
        foreach (StorageEntry entry in StorageIndex.Read(own, at, name))
            records.TryAdd(entry.Id, StoredContainer.Of(entry, own));
        // One that is damaged does not tell what it lacks.
        if (!problems.Sorted().Any())
            _versions.Add(new Version(name, written, records, recovery));
    }
}
