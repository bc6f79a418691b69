using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores.Containerd.Snapshotters;

/// <summary>
/// The directories of one snapshotter, <c>io.containerd.snapshotter.v1.&lt;name&gt;/snapshots/&lt;number&gt;</c>, as layers. overlayfs and what builds on it
/// keep a layer's changes in <c>fs</c> and the kernel's scratch space in <c>work</c>; native keeps the whole tree in the directory itself (containerd
/// plugins/snapshots/{overlay,native}). erofs keeps a committed layer as an image. What others keep in block devices is out of reach.
/// </summary>
internal sealed class SnapshotDirectories(string name, EvidenceFiles files, int directory, SnapshotDatabase? database) : IGraphDriver
{
    /// <summary>The snapshotter whose directories hold whole trees.</summary>
    public const string Native = "native";

    public string Name => name;

    /// <summary>The directories and records together, by number.</summary>
    public IEnumerable<DriverLayer> Layers()
    {
        var directories = new SortedDictionary<ulong, int>();
        if (files.Directory(directory, "snapshots"u8) is int snapshots)
        {
            foreach (int child in files.Tree.Children(snapshots).ToArray())
            {
                if (files.Tree[child].Kind.IsDirectory() && Number(files.Tree.Name(child)) is ulong number)
                    directories.TryAdd(number, child);
            }
        }
        foreach (ulong number in directories.Keys.Concat(database?.ById.Keys ?? []).Distinct().Order())
            yield return Layer(number, directories.TryGetValue(number, out int node) ? node : null, database?.ById.GetValueOrDefault(number));
    }

    private DriverLayer Layer(ulong number, int? node, BackendSnapshot? record)
    {
        LayerFiles? tree = node is int directoryOfIt ? Files(directoryOfIt) : null;
        bool isUnread = node is int kept && tree is null && files.Tree.Children(kept).Length > 0;
        return new DriverLayer
        {
            Id = number.ToString(CultureInfo.InvariantCulture),
            Origin = node is int at ? files.Origin(at) : record?.Origin ?? files.Origin(directory),
            Files = tree,
            Unreachable = node is int there ? Why(there) : "its directory is not in the evidence",
            ParentId = record is null ? null : database!.Find(record.Parent)?.Id.ToString(CultureInfo.InvariantCulture),
            RecordsParent = record is not null,
            Registered = record?.Created,
            RegisteredOrigin = record?.Origin,
            Traits = isUnread ? LayerTraits.Unread : LayerTraits.None,
        };
    }

    private LayerFiles? Files(int node)
    {
        if (name == Native)
            return new LayerFiles(files.Source, node, NoWhiteouts.Instance, IsWholeTree: true);
        // A layer of the EROFS snapshotter is an image, with the kernel's marks of deletion in it (mkfs.erofs --aufs), beside an empty fs.
        if (files.Tree.Child(node, "layer.erofs"u8) is var image && image != EvidenceTree.None)
            return files.OpenImage(image) is { } inside ? new LayerFiles(inside, EvidenceTree.Root, OverlayWhiteouts.Instance, IsWholeTree: false) : null;
        return files.Directory(node, "fs"u8) is int tree ? new LayerFiles(files.Source, tree, OverlayWhiteouts.Instance, IsWholeTree: false) : null;
    }

    private string Why(int node) =>
        files.Tree.Child(node, "layer.erofs"u8) != EvidenceTree.None ? "its files lie in an EROFS image that cannot be read"
        : files.Tree.Children(node).Length == 0 ? "its directory is empty"
        : $"what the snapshotter {name} keeps here is not read";

    private static ulong? Number(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= 20 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        && ulong.TryParse(Encoding.ASCII.GetString(text), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
