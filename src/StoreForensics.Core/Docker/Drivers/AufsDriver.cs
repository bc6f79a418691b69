using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Drivers;

/// <summary>
/// <c>aufs/{diff,layers,mnt}</c> and, in 0.7, <c>aufs/tmp</c> (moby v0.7.2 and v1.9.1 graphdriver/aufs/aufs.go). <c>mnt</c> holds mounted views: copies, never read.
/// </summary>
internal sealed class AufsDriver(EvidenceFiles files, int root) : IGraphDriver
{
    private const string Removing = "-removing";

    public string Name => "aufs";

    public IEnumerable<DriverLayer> Layers()
    {
        EvidenceTree tree = files.Tree;
        int? diff = files.Directory(root, "diff"u8), layers = files.Directory(root, "layers"u8);
        foreach (int child in diff is int d ? tree.Children(d).ToArray() : [])
        {
            if (Directory(child) is { } layer)
                yield return layer with { ParentId = Parent(layers, layer.Id), Registered = LayersFile(layers, layer.Id) is int f ? tree[f].Modified : null, RegisteredOrigin = LayersFile(layers, layer.Id) is int g ? files.Origin(g) : null };
        }
        // 0.7 removed by renaming into tmp/diff; what is still there is a removal that was cut off.
        int interrupted = tree.Find(root, "tmp/diff"u8);
        foreach (int child in interrupted == EvidenceTree.None ? [] : tree.Children(interrupted).ToArray())
        {
            if (tree[child].Kind.IsDirectory())
                yield return Layer(child, Text(child), isRemoving: true);
        }
    }

    private DriverLayer? Directory(int node)
    {
        string id = Text(node);
        bool removing = id.EndsWith(Removing, StringComparison.Ordinal);
        switch (files.Tree[node].Kind)
        {
            case EntryKind.Directory or EntryKind.Implied:
                return Layer(node, id, removing);
            case EntryKind.Symlink:
                // After the move from 0.6 a layer may be a link to graph/<id>/layer or containers/<id>/rw, both inside the root (graphdriver/aufs/migrate.go).
                return new DriverLayer { Id = id, Origin = files.Origin(node), Unreachable = "its directory is a link to " + DisplayText.Escape(files.Tree.LinkTarget(node)) + ", which is not followed" };
            default:
                return null;
        }
    }

    private DriverLayer Layer(int node, string id, bool isRemoving) => new()
    {
        Id = id,
        Origin = files.Origin(node),
        Files = new LayerFiles(files.Source, node, AufsWhiteouts.Instance, IsWholeTree: false),
        IsRemoving = isRemoving,
    };

    private int? LayersFile(int? layers, string id)
    {
        if (layers is not int directory)
            return null;
        int node = files.Tree.Child(directory, Encoding.UTF8.GetBytes(id));
        return node != EvidenceTree.None && files.Tree[node].Kind == EntryKind.File ? node : null;
    }

    // The file lists the chain nearest first, without the layer itself; the first line is the layer below.
    private string? Parent(int? layers, string id)
    {
        if (LayersFile(layers, id) is not int node || files.ReadAll(node, 1 << 20) is not { } bytes)
            return null;
        int end = bytes.AsSpan().IndexOf((byte)'\n');
        string first = Encoding.UTF8.GetString(end < 0 ? bytes : bytes.AsSpan(0, end)).Trim();
        return first.Length == 0 ? null : first;
    }

    private string Text(int node) => Encoding.UTF8.GetString(files.Tree.Name(node));
}
