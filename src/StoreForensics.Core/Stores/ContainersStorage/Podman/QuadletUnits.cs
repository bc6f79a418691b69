using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// Units of containers that systemd starts by a generator (podman-systemd.unit(5)): <c>NAME.container</c>, <c>.pod</c>, <c>.kube</c> and others, the system's
/// in <c>/etc/containers/systemd</c>, a user's in <c>.config/containers/systemd</c>.
/// </summary>
internal sealed class QuadletUnits(StorageRoot root, StoreInfo store, Inventory inventory)
{
    private const int LargestFile = 64 << 10;
    private const int MostFiles = 1000, MaxLevels = 2;

    private static readonly string[] s_kinds = [".container", ".pod", ".kube", ".volume", ".network", ".image", ".build", ".artifact"];

    private readonly EvidenceFiles _files = root.Files;

    public void Read()
    {
        foreach (string path in root.Home is null ? (string[])["/etc/containers/systemd", "/usr/share/containers/systemd"] : [])
        {
            if (HostPaths.Find(_files.Tree, root.Node, path) is int directory)
                Directory(directory, path);
        }
        if (root.Home is int home && _files.Tree.Find(home, ".config/containers/systemd"u8) is >= 0 and var own)
            Directory(own, "/" + _files.Tree.PathOf(own));
    }

    private void Directory(int directory, string path)
    {
        foreach (int child in Below(directory).Take(MostFiles))
        {
            string name = Encoding.UTF8.GetString(_files.Tree.Name(child));
            if (s_kinds.Any(k => name.EndsWith(k, StringComparison.Ordinal)) && !inventory.NodeFiles.Exists(f => f.Origin == _files.Origin(child)))
                _files.Problems.Contain(_files.Origin(child), () => Add(child, $"{path}/{name}"));
        }
    }

    // users/ and users/UID/ are below.
    private IEnumerable<int> Below(int directory, int level = 0)
    {
        foreach (int child in _files.Tree.Children(directory).ToArray())
        {
            if (_files.Tree[child].Kind == EntryKind.File)
            {
                yield return child;
            }
            else if (_files.Tree[child].Kind.IsDirectory() && level < MaxLevels)
            {
                foreach (int below in Below(child, level + 1))
                    yield return below;
            }
        }
    }

    private void Add(int node, string path)
    {
        string? text = _files.Tree[node].Size <= LargestFile && _files.ReadAll(node) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        inventory.NodeFiles.Add(new NodeFile(NodeFileKind.Unit, path, _files.Origin(node), _files.Tree[node].Modified, text));
        if (_files.Tree[node].Modified is { } time)
            inventory.EngineEvents.Add(new EngineEvent("store.file.modified", time, "Unit of a container modified (mtime)",
                $"Unit that systemd starts: {path}{Told(text)}", _files.Origin(node))
            {
                Store = store,
            });
    }

    private static string Told(string? text)
    {
        string[] told = [.. (text ?? "").Split('\n').Select(l => l.Trim())
            .Where(l => l.StartsWith("Image=", StringComparison.Ordinal) || l.StartsWith("Exec=", StringComparison.Ordinal)
                || l.StartsWith("Yaml=", StringComparison.Ordinal) || l.StartsWith("PodmanArgs=", StringComparison.Ordinal))];
        return told.Length == 0 ? "" : ": " + string.Join(", ", told);
    }
}
