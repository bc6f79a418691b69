using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// The first overlay driver, Docker 1.4 to 23 (moby v1.9.1 graphdriver/overlay/overlay.go): an image layer is <c>&lt;id&gt;/root</c>, a complete tree
/// hard-linked to its parent's; a container layer is <c>lower-id</c>, <c>upper</c>, <c>work</c> and the mount point <c>merged</c>, which is never read.
/// </summary>
internal sealed class OverlayDriver(EvidenceFiles files, int root) : IGraphDriver
{
    public string Name => "overlay";

    public IEnumerable<DriverLayer> Layers()
    {
        foreach (int child in files.Tree.Children(root).ToArray())
        {
            if (files.Tree[child].Kind.IsDirectory())
                yield return files.Problems.ContainOr(files.Origin(child), null, () => Layer(child)) ?? Unread(child);
        }
    }

    private DriverLayer Unread(int node) => new()
    {
        Id = Encoding.UTF8.GetString(files.Tree.Name(node)),
        Origin = files.Origin(node),
        Unreachable = "its directory could not be read"
    };

    private DriverLayer Layer(int node)
    {
        var layer = new DriverLayer { Id = Encoding.UTF8.GetString(files.Tree.Name(node)), Origin = files.Origin(node) };
        if (files.Directory(node, "upper"u8) is int upper)
        {
            string? lower = files.ReadText(node, "lower-id"u8);
            return layer with
            {
                Files = new LayerFiles(files.Source, upper, OverlayWhiteouts.Instance, IsWholeTree: false),
                ParentId = string.IsNullOrEmpty(lower) ? null : lower,
                RecordsParent = true,
            };
        }
        if (files.Directory(node, "root"u8) is int tree)
            return layer with { Files = new LayerFiles(files.Source, tree, NoWhiteouts.Instance, IsWholeTree: true) };
        // An interrupted pull unpacks into tmproot<random> and renames it last.
        foreach (int child in files.Tree.Children(node))
        {
            if (files.Tree.Name(child).StartsWith("tmproot"u8))
                return layer with { Files = new LayerFiles(files.Source, child, NoWhiteouts.Instance, IsWholeTree: true), IsRemoving = true };
        }
        return layer with { Unreachable = "neither root nor upper is there" };
    }
}
