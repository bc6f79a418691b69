using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// Before there were drivers (Docker up to 0.6): an image's files in <c>graph/&lt;id&gt;/layer</c>, a container's in <c>containers/&lt;id&gt;/rw</c>, both AUFS
/// branches (moby v0.6.7 image.go, container.go). An image kept only as <c>layer.tar.xz</c> is out of reach.
/// </summary>
internal sealed class LegacyLayerDriver(EvidenceFiles files, int root) : IGraphDriver
{
    public string Name => "aufs";

    /// <summary>Whether any image of the root keeps its files this way.</summary>
    public static bool IsUsed(EvidenceTree tree, int graph)
    {
        foreach (int child in tree.Children(graph))
        {
            if (tree.Child(child, "layer"u8) is var layer && layer != EvidenceTree.None && tree[layer].Kind.IsDirectory())
                return true;
        }
        return false;
    }

    public IEnumerable<DriverLayer> Layers() => In("graph"u8, "layer"u8).Concat(In("containers"u8, "rw"u8));

    private List<DriverLayer> In(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> inner)
    {
        var layers = new List<DriverLayer>();
        int parent = files.Tree.Child(root, directory);
        foreach (int child in parent == EvidenceTree.None ? default : files.Tree.Children(parent))
        {
            int node = files.Tree.Child(child, inner);
            if (!ObjectIds.IsGraphId(files.Tree.Name(child)) || node == EvidenceTree.None)
                continue;
            layers.Add(new DriverLayer
            {
                Id = Encoding.UTF8.GetString(files.Tree.Name(child)),
                Origin = files.Origin(node),
                Files = files.Tree[node].Kind.IsDirectory() ? new LayerFiles(files.Source, node, AufsWhiteouts.Instance, IsWholeTree: false) : null,
                Unreachable = "its layer is no directory",
            });
        }
        return layers;
    }
}
