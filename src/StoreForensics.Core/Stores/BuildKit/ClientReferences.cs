using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// <c>~/.docker/buildx/refs/&lt;builder&gt;/&lt;node&gt;/&lt;ref&gt;</c>: what a client keeps of each build that it asked for (docker/buildx v0.29
/// localstate/localstate.go), in the homes of the hosts that stores lie on. It is written before the build begins, and nothing removes it when a build fails.
/// </summary>
internal sealed class ClientReferences(EvidenceFiles files, Inventory inventory)
{
    private const int MaxLevels = 12;
    private const int MaxReferences = 100_000;
    private const string Groups = "__group__";

    private readonly EvidenceTree _tree = files.Tree;
    private int _taken;

    /// <summary>Joins them to the builds of the evidence; one that no builder knows becomes a build of its own.</summary>
    public void Join()
    {
        StoreInfo[] stores = [.. inventory.Stores.Where(s => s.Root.Evidence == files.Source.Name)];
        if (stores.Length == 0)
            return;
        Dictionary<string, BuildRecord> builds = inventory.Builds.Where(b => b.Store.Root.Evidence == files.Source.Name)
            .DistinctBy(b => b.Id).ToDictionary(b => b.Id, StringComparer.Ordinal);
        var unknown = new List<BuildRecord>();
        foreach (int home in Homes(stores))
        {
            foreach (int node in Nodes(home))
                files.Problems.Contain(files.Origin(node), () => Join(node, builds, StoreOf(home, stores), unknown));
        }
        inventory.Builds.AddRange(unknown);
    }

    private void Join(int node, Dictionary<string, BuildRecord> builds, StoreInfo nearest, List<BuildRecord> unknown)
    {
        string builder = $"{Name(_tree[node].Parent)}/{Name(node)}";
        (string Id, BuildClientReference Client)[] references = [.. References(node, builder)];
        // A builder keeps its builds in one store.
        StoreInfo store = references.Select(r => builds.GetValueOrDefault(r.Id)?.Store).FirstOrDefault(s => s is not null) ?? nearest;
        foreach ((string id, BuildClientReference client) in references)
        {
            if (builds.TryGetValue(id, out BuildRecord? build))
                build.Client ??= client;
            else
                unknown.Add(new BuildRecord { Id = id, Store = store, Origin = client.Origin, IsRecorded = false, Client = client });
        }
    }

    private IEnumerable<(string Id, BuildClientReference Client)> References(int node, string builder)
    {
        foreach (int file in _tree.Children(node).ToArray())
        {
            string id = Name(file);
            if (_tree[file].Kind != EntryKind.File || !ObjectIds.IsBuildKitId(id) || _taken++ >= MaxReferences)
                continue;
            Timestamp? modified = _tree[file].Modified is { IsUsable: true } time ? time : null;
            if (files.ReadAll(file) is { } bytes && JsonFile.Object(bytes, files.Origin(file), files.Problems) is { } json)
                yield return (id, new BuildClientReference(builder, json.NonEmpty("LocalPath"), json.NonEmpty("DockerfilePath"), json.NonEmpty("Target"),
                    json.NonEmpty("GroupRef"), files.Origin(file), modified));
            else
                yield return (id, new BuildClientReference(builder, null, null, null, null, files.Origin(file), modified));
        }
    }

    // refs/<builder>/<node>/.
    private IEnumerable<int> Nodes(int home)
    {
        if (_tree.Find(home, ".docker/buildx/refs"u8) is not (>= 0 and var refs) || !_tree[refs].Kind.IsDirectory())
            yield break;
        foreach (int builder in _tree.Children(refs).ToArray())
        {
            if (!_tree[builder].Kind.IsDirectory() || Name(builder) == Groups)
                continue;
            foreach (int node in _tree.Children(builder).ToArray())
            {
                if (_tree[node].Kind.IsDirectory())
                    yield return node;
            }
        }
    }

    // A store's host is some directory above it, or a file system of its own beside it.
    private IEnumerable<int> Homes(StoreInfo[] stores)
    {
        var homes = new HashSet<int>();
        foreach (int host in stores.SelectMany(s => Above(s.Root)).Concat(_tree.Children(EvidenceTree.Root).ToArray()).Distinct())
        {
            homes.Add(host);
            if (Directory(host, "root"u8) is int root)
                homes.Add(root);
            if (Directory(host, "home"u8) is int users)
                homes.UnionWith(_tree.Children(users).ToArray());
        }
        return homes.Where(h => _tree[h].Kind.IsDirectory()).Order();
    }

    private IEnumerable<int> Above(Origin root)
    {
        int at = _tree.Find(EvidenceTree.Root, root.Path.Bytes);
        for (int level = 0; at != EvidenceTree.None && level < MaxLevels; level++)
        {
            yield return at;
            at = at == EvidenceTree.Root ? EvidenceTree.None : _tree[at].Parent;
        }
    }

    private StoreInfo StoreOf(int home, StoreInfo[] stores) => stores.FirstOrDefault(s => _tree.Find(EvidenceTree.Root, s.Root.Path.Bytes) is >= 0 and var node
        && home != EvidenceTree.Root && _tree.IsWithin(node, home)) ?? stores[0];

    private int? Directory(int parent, ReadOnlySpan<byte> name) =>
        _tree.Child(parent, name) is >= 0 and var node && _tree[node].Kind.IsDirectory() ? node : null;

    private string Name(int node) => Encoding.UTF8.GetString(_tree.Name(node));
}
