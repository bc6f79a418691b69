using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>What a root of this era tells of its engine and of moments: the version, starts, tags, the use of layers, health checks, plugins.</summary>
internal sealed class LayeredSigns(DataRoot root, IReadOnlyList<DriverStore> stores, IReadOnlyList<Container> containers)
{
    private readonly EvidenceFiles _files = root.Files;

    public IEnumerable<EngineEvent> Events() =>
        Root().Concat(Plugins()).Concat(Swarm()).Concat(stores.SelectMany(Tags)).Concat(stores.SelectMany(Children)).Concat(containers.SelectMany(Health));

    /// <summary>
    /// The newest version for which there is a sign. An image that has a local parent was built or committed by this host's engine; files that only newer
    /// engines write give a lower bound.
    /// </summary>
    public (string? Version, string? Sign) Version()
    {
        string? built = stores.SelectMany(s => s.Images.Records).Where(r => IsMadeHere(r) && r.Image.DockerVersion is not null)
            .Select(r => r.Image.DockerVersion!).OrderBy(v => v, VersionOrder.Instance).LastOrDefault();
        (string? bound, string? sign) = LowerBound();
        if (built is not null && (bound is null || VersionOrder.Instance.Compare(built, bound) >= 0))
            return (built, "docker_version of an image that was made here");
        return bound is null ? (null, null) : (bound + " or later", sign);
    }

    // The migration of 1.10 gives a parent to images from elsewhere too.
    private bool IsMadeHere(ImageRecord record) =>
        record.IsBuiltLocally || (record.Image.ParentId is not null && !root.Migration.Made(record.Image.Id));

    private (string? Version, string? Sign) LowerBound()
    {
        if (stores.SelectMany(s => s.Images.Records).Any(r => r.IsBuiltLocally))
            return ("24.0.9", "an image is marked builtLocally");
        if (Node("buildkit/history.db"u8) is not null)
            return ("24.0", "buildkit/history.db");
        if (Node("engine-id"u8) is not null)
            return ("23.0", "engine-id");
        if (Node("buildkit/metadata_v2.db"u8) is not null || Node("buildkit/containerdmeta.db"u8) is not null)
            return ("20.10", "buildkit/metadata_v2.db or containerdmeta.db");
        if (Node("buildkit"u8) is not null)
            return ("18.06", "buildkit/");
        return stores.SelectMany(s => s.Images.Records).Any(r => r.LastTaggedOrigin is not null) ? ("17.07", "an image has lastUpdated") : (null, null);
    }

    private int? Node(ReadOnlySpan<byte> path) => root.Tree.Find(root.Node, path) is var node && node != EvidenceTree.None ? node : null;

    private IEnumerable<EngineEvent> Root()
    {
        // Written once, at the first start of 23.0 or later on this root; a copy's own birth time would be the copying.
        if (Node("engine-id"u8) is int id && First(id) is { } first)
            yield return Event("daemon.first_start", first, "First start of an engine 23.0 or later (time of engine-id)",
                $"The engine made its identity {Identity()}", id);
        if (Node(".migration-v1-images.json"u8) is int migrated && !root.Holds(Graph.GraphStore.EraName) && root.Tree[migrated].Modified is { } moved)
            yield return Event("daemon.upgraded", moved, "Migration to Docker 1.10 or later (mtime of .migration-v1-images.json)",
                "The graph store was migrated to the content-addressable one", migrated);
    }

    private string Identity() => DisplayText.Escape(_files.ReadText(root.Node, "engine-id"u8) ?? "(unreadable)");

    private Timestamp? First(int node) => root.Tree.Extra(node).Born is { } born && root.Tree[node].Modified is { } modified && born <= modified ? born
        : root.Tree[node].Modified;

    private IEnumerable<EngineEvent> Plugins()
    {
        int plugins = root.Tree.Child(root.Node, "plugins"u8);
        foreach (int plugin in plugins == EvidenceTree.None ? [] : root.Tree.Children(plugins).ToArray())
        {
            if (!ObjectIds.IsDigest(root.Tree.Name(plugin)) || root.Tree.Child(plugin, "config.json"u8) is var config && config == EvidenceTree.None)
                continue;
            if (First(config) is { } time)
                yield return Event("plugin.installed", time, "Plugin configured (time of its config.json)",
                    $"Plugin {Encoding.ASCII.GetString(root.Tree.Name(plugin))} installed or reconfigured", config);
        }
    }

    private IEnumerable<EngineEvent> Swarm() =>
        SwarmMembership.Certificate(root) is (var issued, var identity, int node)
            ? [Event("swarm.cert.issued", issued, "Swarm certificate issued (its NotBefore): the host joined, or its certificate was renewed",
                $"Swarm certificate of {identity}", node)]
            : [];

    private IEnumerable<EngineEvent> Tags(DriverStore store)
    {
        foreach (ImageRecord record in store.Images.Records)
        {
            if (record is { LastTagged: { } time, LastTaggedOrigin: { } origin })
                yield return new EngineEvent("image.tagged", time.Time, "Image tagged, last time (lastUpdated)",
                    $"A tag was set on image {string.Join(", ", record.Image.DisplayNames)}{Recorded(time)}", origin)
                {
                    Store = store.Info,
                    Image = record.Image
                };
        }
        if (store.Images.TagFileNode is int node && root.Tree[node].Modified is { } changed)
            yield return Event("image.tagged", changed, "Last change of any tag (mtime of repositories.json)",
                "Some tag of repositories.json changed for the last time", node, store.Info) with
            { Tag = "low-confidence" };
    }

    // The mark is rewritten for every child: its birth is the first, its mtime the last (moby v20.10 overlay2.go).
    private IEnumerable<EngineEvent> Children(DriverStore store)
    {
        foreach (Layer layer in root.Layers.Of(store.Info.Driver))
        {
            if (root.Layers.Source(layer).ChildMark is not int mark || root.Tree[mark].Modified is not { } last)
                continue;
            if (root.Tree.Extra(mark).Born is { } first && first < last)
                yield return Event("layer.child.created", first, "First layer or container made on this layer (birth of committed)",
                    $"A layer or container was made on layer {layer.Id}, the first", mark, store.Info) with
                { Layer = layer };
            yield return Event("layer.child.created", last, "Last layer or container made on this layer (mtime of committed)",
                $"A layer or container was made on layer {layer.Id}, the last", mark, store.Info) with
            { Layer = layer };
        }
    }

    private static IEnumerable<EngineEvent> Health(Container container)
    {
        foreach (ContainerHealthResult result in container.Health)
        {
            if (result.Start is not { } start)
                continue;
            string code = result.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown", output = result.Output is null ? "" : ": " + result.Output;
            yield return new EngineEvent("container.health", start.Time, "Health check began",
                $"Health check of {container.DisplayName}, exit code {code}{output}{Recorded(start)}", container.Origin)
            {
                Store = container.Store,
                Container = container
            };
        }
    }

    private EngineEvent Event(string type, Timestamp time, string meaning, string message, int node, StoreInfo? store = null) =>
        new(type, time, meaning, message, _files.Origin(node)) { Store = store ?? stores[0].Info };

    private static string Recorded(RecordedTime time) => time.Text.EndsWith('Z') ? "" : $" (recorded as {time.Text})";
}
