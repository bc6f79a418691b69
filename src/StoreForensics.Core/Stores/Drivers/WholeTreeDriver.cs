using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// Drivers that keep one complete tree a layer, told by directory name: <c>vfs/dir/&lt;id&gt;</c>, <c>btrfs/subvolumes/&lt;id&gt;</c>,
/// <c>zfs/graph/&lt;id&gt;</c>. What lies below the layer is not recorded by the driver; the store's metadata says.
/// </summary>
internal sealed class WholeTreeDriver(string name, EvidenceFiles files, int directory) : IGraphDriver
{
    public string Name => name;

    public IEnumerable<DriverLayer> Layers()
    {
        foreach (int child in files.Tree.Children(directory).ToArray())
        {
            if (!files.Tree[child].Kind.IsDirectory())
                continue;
            yield return new DriverLayer
            {
                Id = Encoding.UTF8.GetString(files.Tree.Name(child)),
                Origin = files.Origin(child),
                Files = new LayerFiles(files.Source, child, NoWhiteouts.Instance, IsWholeTree: true),
            };
        }
    }
}
