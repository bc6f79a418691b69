using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// <c>aufs/{diff,layers,mnt}</c> and, in 0.7, <c>aufs/tmp</c> (moby v0.7.2 and v1.9.1
/// graphdriver/aufs/aufs.go). <c>mnt</c> holds mounted views: copies, never read.
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
                yield return files.Problems.ContainOr(files.Origin(child), layer, () => WithRecord(layer, layers));
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
                return new DriverLayer
                {
                    Id = id,
                    Origin = files.Origin(node),
                    Unreachable = "its directory is a link to "
                    + DisplayText.Escape(files.Tree.LinkTarget(node)) + ", which is not followed"
                };
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

    private DriverLayer WithRecord(DriverLayer layer, int? layers)
    {
        // A removal renames the directory first; the file goes last, under the old name.
        string id = layer.Id.EndsWith(Removing, StringComparison.Ordinal) ? layer.Id[..^Removing.Length] : layer.Id;
        if (LayersFile(layers, id) is not int node)
        {
            if (layer is { IsRemoving: false, Files: not null })
                files.Problems.Warn("SF-AUFS-0001", layer.Origin, "the driver's list of the layers below (aufs/layers) is missing");
            return layer;
        }
        return layer with
        {
            ParentId = Parent(layers, node),
            RecordsParent = true,
            Registered = files.Tree[node].Modified,
            RegisteredOrigin = files.Origin(node)
        };
    }

    // The file lists the chain nearest first, without the layer itself; the first line is the layer below, whose own file has the rest.
    private string? Parent(int? layers, int node)
    {
        string[] chain = Chain(node);
        if (Array.FindIndex(chain, id => !ObjectIds.IsDriverId(id)) is >= 0 and var bad)
        {
            files.Problems.Damage("SF-AUFS-0002", files.Origin(node),
                $"line {bad + 1} of the list of layers below is no layer's name: {DisplayText.Escape(chain[bad])}");
            return bad == 0 ? null : chain[0];
        }
        if (chain.Length > 0 && LayersFile(layers, chain[0]) is int below && !Chain(below).AsSpan().SequenceEqual(chain.AsSpan(1)))
            files.Problems.Warn("SF-AUFS-0003", files.Origin(node),
                $"the list of layers below does not go on as that of {chain[0]}, the nearest of them, does: one of the two was cut off or altered");
        return chain.Length == 0 ? null : chain[0];
    }

    private string[] Chain(int node) =>
        files.ReadAll(node, 1 << 20) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    private string Text(int node) => Encoding.UTF8.GetString(files.Tree.Name(node));
}
