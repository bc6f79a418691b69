using System.Text;
using StoreForensics.Docker.Json;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Docker.Stores;

/// <summary>
/// <c>volumes/</c> in its four layouts: <c>&lt;id&gt;/{json,layersize}</c> with the data in <c>vfs/dir/&lt;id&gt;</c> (0.7 to 1.2; <c>layer</c> before 0.7),
/// <c>&lt;id&gt;/config.json</c> (1.3 to 1.6, bind mounts too), and <c>&lt;name&gt;/_data</c> (1.7 on)
/// (moby v0.7.2 container.go createVolumes, v1.3.0 volumes/volume.go, v1.7.0 daemon/volumes_linux.go).
/// </summary>
internal sealed class VolumeDirectories(DataRoot root, StoreInfo store)
{
    private readonly EvidenceFiles _files = root.Files;

    public IEnumerable<Volume> Read()
    {
        if (root.Directory("volumes"u8) is not int directory)
            yield break;
        foreach (int child in _files.Tree.Children(directory).ToArray())
        {
            ReadOnlySpan<byte> name = _files.Tree.Name(child);
            if (_files.Tree[child].Kind.IsDirectory() && !name.SequenceEqual("_tmp"u8) && !name.SequenceEqual(":tmp:"u8))
                yield return One(child, Encoding.UTF8.GetString(name));
        }
    }

    private Volume One(int node, string name)
    {
        JsonView image = _files.File(node, "json"u8) is int j ? JsonFile.Read(_files, j) ?? default : default;
        JsonView config = _files.File(node, "config.json"u8) is int c ? JsonFile.Read(_files, c) ?? default : default;
        return new Volume
        {
            Name = name,
            Store = store,
            Origin = _files.Origin(node),
            Created = image.Time("created"),
            HostPath = config.NonEmpty("Path"),
            IsBindMount = config.Flag("IsBindMount") == true,
            Writable = config.Flag("Writable"),
            Files = Data(node, name) is int data ? new VolumeFiles(_files.Source, data) : null,
        };
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
        _files.Problems.Warn("SF-VOLUME-0001", _files.Origin(link), $"the volume's data is a link to {Primitives.DisplayText.Escape(target)}; it is not followed");
        return null;
    }
}
