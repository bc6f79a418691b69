using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Containers;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>The named volumes of a root: what the database has, with <c>volumes/NAME/_data</c>, then directories that it does not have.</summary>
internal sealed class PodmanVolumes(StorageRoot root, StoreInfo store, StorageContainers containers)
{
    private readonly EvidenceFiles _files = root.Files;

    /// <summary>In byte order of names.</summary>
    public IReadOnlyList<Volume> Read()
    {
        SortedDictionary<string, LibpodRecord> records = containers.Libpod.Live?.Volumes ?? [];
        Dictionary<string, int> directories = Directories();
        var volumes = new List<Volume>();
        foreach (string name in records.Keys.Concat(directories.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            LibpodRecord? record = records.GetValueOrDefault(name);
            int? directory = directories.TryGetValue(name, out int own) ? own : null;
            if (_files.Problems.ContainOr(root.Origin, null, () => Volume(name, record, directory)) is { } volume)
                volumes.Add(volume);
        }
        return volumes;
    }

    /// <summary>Directories of volumes that the database does not have.</summary>
    public IEnumerable<Leftover> Leftovers()
    {
        if (containers.Libpod.Live is not { IsWhole: true } state)
            yield break;
        foreach ((string name, int node) in Directories().Where(d => !state.Volumes.ContainsKey(d.Key)).OrderBy(d => d.Key, StringComparer.Ordinal))
            yield return new Leftover("directory of a removed volume", name, _files.Origin(node), "Podman's database does not have the volume");
    }

    private Dictionary<string, int> Directories()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (int child in root.Directory("volumes") is int directory ? _files.Tree.Children(directory).ToArray() : [])
        {
            if (_files.Tree[child].Kind.IsDirectory())
                found.TryAdd(Encoding.UTF8.GetString(_files.Tree.Name(child)), child);
        }
        return found;
    }

    private Volume Volume(string name, LibpodRecord? record, int? directory)
    {
        int? data = directory is int own ? _files.Directory(own, "_data"u8) : null;
        // A volume of another driver, or one that was put elsewhere, lies where the record says.
        if (data is null && record?.Config.NonEmpty("mountPoint") is { } path && HostPaths.Find(_files.Tree, root.Node, path) is int elsewhere
            && _files.Tree[elsewhere].Kind.IsDirectory())
            data = elsewhere;
        var volume = new Volume
        {
            Name = name,
            Store = store,
            Origin = record?.Origin ?? _files.Origin(directory!.Value),
            Created = record?.Config.Time("createdAt"),
            Driver = record?.Config.NonEmpty("volumeDriver"),
            Labels = record?.Config.Object("labels")?.TextMap(),
            Options = record?.Config.Object("volumeOptions")?.TextMap(),
            Files = data is int files ? new VolumeFiles(_files.Source, files) : null,
        };
        volume.Containers.AddRange(containers.All.Where(c => (c.Mounts ?? []).Any(m => m.Type == "volume" && m.Name == name)));
        return volume;
    }
}
