using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>What a graph-era root tells of its engine: starts, upgrades, the version.</summary>
internal sealed class EngineSigns(DataRoot root)
{
    private const string DockerInit = "dockerinit-";
    private readonly EvidenceFiles _files = root.Files;

    /// <summary>Events of the engine itself. The times are mtimes: true only if the acquisition kept them.</summary>
    public IEnumerable<EngineEvent> Events(StoreInfo store)
    {
        // Deleted and made again at every start of a 0.7 daemon, of the lxc driver later (moby v0.7.2 lxc_template.go).
        int link = root.Tree.Child(root.Node, "lxc-start-unconfined"u8);
        if (link != EvidenceTree.None && root.Tree[link].Modified is { } started)
            yield return new EngineEvent("daemon.started", started, "Last daemon start (mtime of the link lxc-start-unconfined)",
                "The engine was started for the last time", _files.Origin(link))
            { Store = store };
        foreach ((int node, string version) in DockerInits())
        {
            if (root.Tree[node].Modified is { } time)
                yield return new EngineEvent("daemon.upgraded", time, "First start of this engine version (mtime of its dockerinit)",
                    $"Engine version {version} ran here for the first time", _files.Origin(node))
                { Store = store };
        }
        int migrated = root.Tree.Child(root.Node, ".migration-v1-images.json"u8);
        if (migrated != EvidenceTree.None && root.Tree[migrated].Modified is { } moved)
            yield return new EngineEvent("daemon.upgraded", moved, "Migration to Docker 1.10 or later (mtime of .migration-v1-images.json)",
                "The graph store was migrated to the content-addressable one", _files.Origin(migrated))
            { Store = store };
    }

    /// <summary>The newest version for which there is a sign, with the sign. Versions of images that may have been made elsewhere do not count.</summary>
    public (string? Version, string? Sign) Version(IEnumerable<Image> images, IEnumerable<Container> containers)
    {
        if (DockerInits().Select(d => d.Version).OrderBy(v => v, VersionOrder.Instance).LastOrDefault() is { } init)
            return (init, "name of init/dockerinit-" + init);
        var here = new HashSet<string>(containers.Select(c => c.Id));
        string? built = images.Where(i => i.ContainerId is not null && here.Contains(i.ContainerId) && i.DockerVersion is not null)
            .Select(i => i.DockerVersion!).OrderBy(v => v, VersionOrder.Instance).LastOrDefault();
        // What was pulled tells of other hosts' engines only.
        return built is not null ? (built, "docker_version of an image built from a container that is here") : (null, null);
    }

    private List<(int Node, string Version)> DockerInits()
    {
        var found = new List<(int, string)>();
        int init = root.Tree.Child(root.Node, "init"u8);
        foreach (int child in init == EvidenceTree.None ? default : root.Tree.Children(init))
        {
            string name = Encoding.UTF8.GetString(root.Tree.Name(child));
            if (name.StartsWith(DockerInit, StringComparison.Ordinal))
                found.Add((child, name[DockerInit.Length..]));
        }
        return found;
    }
}
