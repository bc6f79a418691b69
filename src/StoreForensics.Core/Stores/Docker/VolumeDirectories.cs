using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Databases;

namespace StoreForensics.Stores.Docker;

/// <summary>
/// <c>volumes/</c> in its four layouts: <c>&lt;id&gt;/{json,layersize}</c> with the data in <c>vfs/dir/&lt;id&gt;</c> (0.7 to 1.2; <c>layer</c> before 0.7),
/// <c>&lt;id&gt;/config.json</c> (1.3 to 1.6, bind mounts too), and <c>&lt;name&gt;/_data</c> (1.7 on;
/// from 1.11 with <c>metadata.db</c> and <c>opts.json</c>)
/// (moby v0.7.2 container.go createVolumes, v1.3.0 volumes/volume.go, v1.7.0 daemon/volumes_linux.go).
/// </summary>
internal sealed class VolumeDirectories(DataRoot root, StoreInfo store, VolumeDatabase? database)
{
    private readonly EvidenceFiles _files = root.Files;

    /// <summary>The directories in byte order of names, then the volumes that only the
    /// database knows: those of other drivers, or without their directory.</summary>
    public IEnumerable<Volume> Read()
    {
        Dictionary<string, VolumeDatabaseRecord> known = [];
        foreach (VolumeDatabaseRecord record in database?.Live ?? [])
            known.TryAdd(record.Name, record);
        var uncertain = (database?.Uncertain ?? []).ToDictionary(r => r.Name);
        foreach (int child in root.Directory("volumes"u8) is int directory ? _files.Tree.Children(directory).ToArray() : [])
        {
            ReadOnlySpan<byte> name = _files.Tree.Name(child);
            if (!_files.Tree[child].Kind.IsDirectory() || name.SequenceEqual("_tmp"u8) || name.SequenceEqual(":tmp:"u8))
                continue;
            string text = Encoding.UTF8.GetString(name);
            // The volume is there; its record may be an older one.
            if (!known.Remove(text, out VolumeDatabaseRecord? record))
                record = uncertain.GetValueOrDefault(text);
            yield return _files.Problems.ContainOr(_files.Origin(child), null, () => One(child, text, record))
                ?? new Volume { Name = text, Store = store, Origin = _files.Origin(child) };
        }
        foreach (VolumeDatabaseRecord record in known.Values.OrderBy(r => r.Name, StringComparer.Ordinal))
            yield return new Volume
            {
                Name = record.Name,
                Store = store,
                Origin = record.Origin,
                Driver = record.Driver,
                Labels = record.Labels,
                Options = record.Options
            };
    }

    /// <summary>Records of volumes that the database no longer has, or of which that cannot be told.</summary>
    public IEnumerable<Leftover> Leftovers()
    {
        foreach (VolumeDatabaseRecord record in database?.Removed ?? [])
            yield return new Leftover("recovered volume", record.Name, record.Origin, $"a record of a removed volume, in {Where(record)}{Facts(record)}");
        foreach (VolumeDatabaseRecord record in database?.Uncertain ?? [])
        {
            if (root.Directory("volumes"u8) is int directory && _files.Tree.Child(directory, Encoding.UTF8.GetBytes(record.Name)) != EvidenceTree.None)
                continue;
            yield return new Leftover("recovered volume", record.Name, record.Origin,
                $"a record of a volume, in {Where(record)}{Facts(record)}; removed, or the newer page that has it is lost: which cannot be told");
        }
    }

    private static string Where(VolumeDatabaseRecord record) =>
        (record.Source == BoltRecordSource.Previous ? "its previous state" : "a free page") + " of the database";

    private static string Facts(VolumeDatabaseRecord record) =>
        $": driver {record.Driver ?? "unknown"}" + string.Concat((record.Labels ?? s_none).Concat(record.Options ?? s_none)
            .OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $", {p.Key}={p.Value}"));

    private static readonly SortedDictionary<string, string> s_none = [];

    private Volume One(int node, string name, VolumeDatabaseRecord? record)
    {
        JsonView image = _files.File(node, "json"u8) is int j ? JsonFile.Read(_files, j) ?? default : default;
        JsonView config = _files.File(node, "config.json"u8) is int c ? JsonFile.Read(_files, c) ?? default : default;
        return new Volume
        {
            Name = name,
            Store = store,
            Origin = _files.Origin(node),
            Created = image.Time("created") ?? Born(node),
            HostPath = config.NonEmpty("Path"),
            IsBindMount = config.Flag("IsBindMount") == true,
            Writable = config.Flag("Writable"),
            Driver = record?.Driver,
            Labels = record?.Labels,
            Options = record?.Options is { Count: > 0 } options ? options : LocalOptions(node),
            Files = Data(node, name) is int data ? new VolumeFiles(_files.Source, data) : null,
        };
    }

    // The directory's birth, where it is that of the original: a copy is born after the times that came with it.
    private RecordedTime? Born(int node) =>
        _files.Tree.Extra(node).Born is { } born && _files.Tree[node].Modified is { } modified && born <= modified ? new RecordedTime(born, born.ToString())
            : null;

    // Options of the local driver: {"MountType","MountOpts","MountDevice"} (moby v20.10 volume/local/local_unix.go).
    private SortedDictionary<string, string>? LocalOptions(int node)
    {
        if (_files.Tree.Child(node, "opts.json"u8) == EvidenceTree.None || _files.File(node, "opts.json"u8) is not int file
            || JsonFile.Read(_files, file) is not { } json)
            return null;
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string field, string option) in (ReadOnlySpan<(string, string)>)[("MountType", "type"), ("MountOpts", "o"), ("MountDevice", "device")])
        {
            if (json.NonEmpty(field) is { } value)
                options[option] = value;
        }
        return options;
    }

    private int? Data(int node, string name)
    {
        int data = _files.Tree.Child(node, "_data"u8);
        if (data != EvidenceTree.None)
            return _files.Tree[data].Kind == EntryKind.Symlink ? FollowMigrated(data, name) : _files.Directory(node, "_data"u8);
        return _files.Directory(node, "layer"u8) ?? VfsData(name);
    }

    private int? VfsData(string name)
    {
        int dir = _files.Tree.Find(root.Node, "vfs/dir"u8);
        return dir == EvidenceTree.None || !ObjectIds.IsGraphId(name) ? null : _files.Directory(dir, Encoding.UTF8.GetBytes(name));
    }

    // The one link that an engine makes here: an old volume's _data points to …/vfs/dir/<id>. It is matched as text, not followed.
    private int? FollowMigrated(int link, string name)
    {
        string target = Encoding.UTF8.GetString(_files.Tree.LinkTarget(link));
        if (ObjectIds.IsGraphId(name) && target.EndsWith("/vfs/dir/" + name, StringComparison.Ordinal))
            return VfsData(name);
        _files.Problems.Warn("SF-VOLUME-0001", _files.Origin(link),
            $"the volume's data is a link to {Primitives.DisplayText.Escape(target)}; it is not followed");
        return null;
    }
}
