using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>
/// Drivers that keep the whole file system of every layer: <c>vfs/dir</c> a copy with all its times, <c>btrfs/subvolumes</c> a snapshot (moby v20.10
/// graphdriver/{vfs/driver.go,btrfs/btrfs.go}). A deleted name leaves nothing behind.
/// </summary>
/// <param name="driver">Its name.</param>
/// <param name="directory">Its directory of trees.</param>
internal sealed class WholeTreeWriter(string driver, string directory) : DockerRootWriter
{
    public override string Driver => driver;

    public override DeletionTime DeletionsInContainers => DeletionTime.Directory;

    private protected override void Write(MadeStore to, WrittenLayer layer)
    {
        IEnumerable<DescribedLayer> stack = layer.Lower.Select(l => l.Layer).Reverse().Append(layer.Layer);
        LayerTree.Write(to, $"{directory}/{layer.Id}", new DescribedView(stack).Names, layer.Made);
    }
}
