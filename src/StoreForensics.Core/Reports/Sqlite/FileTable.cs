using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Timeline;
using StoreForensics.Views;

namespace StoreForensics.Reports.Sqlite;

/// <summary>Every name that a layer holds, deleted or hid, and every file of a volume:
/// whatever the filters of the timeline leave out, and without a time too.</summary>
internal sealed class FileTable : IDisposable
{
    private readonly RowInsert _row;
    private readonly EvidenceKeys _evidence;
    private readonly RowKeys _keys;
    private readonly ITimeline _timeline;
    private byte[] _path = new byte[512];

    public FileTable(ICaseRows database, EvidenceKeys evidence, RowKeys keys, ITimeline timeline)
    {
        _row = database.Insert("files", "evidence_id", "layer_key", "volume_key", "path", "path_bytes", "change", "kind", "mode", "uid", "gid", "size",
            "mtime", "ctime",
            "atime", "btime", "nlink", "link_target", "link_target_bytes", "sha256");
        (_evidence, _keys, _timeline) = (evidence, keys, timeline);
    }

    public void Write(Inventory inventory)
    {
        foreach (Layer layer in inventory.Layers)
        {
            if (layer.Files is { IsWholeTree: true })
                WholeTree(layer);
            else if (layer.Files is not null)
                Differences(layer);
        }
        foreach (Volume volume in inventory.Volumes)
        {
            if (volume.Files is { } files)
                Tree(inventory, volume, files);
        }
    }

    public void Dispose() => _row.Dispose();

    private void WholeTree(Layer layer)
    {
        foreach (FileChange change in LayerChanges.Of(layer))
        {
            if (change.Change == 'D')
                Gone(layer, change.PathBytes.Span, change.Kind);
            else if (change.IsOwn)
                There(OwnerOf(layer), layer.Files!.Source, change.Node, change.PathBytes.Span, change.Change);
        }
    }

    private void Differences(Layer layer)
    {
        LayerFiles files = layer.Files!;
        foreach (LayerItem item in LayerWalk.Of(layer))
        {
            if (item.Kind != LayerItemKind.Entry)
                Gone(layer, item.Path.Span, item.Below?.Facts.Kind);
            else if (item.Node != files.Root)
                There(OwnerOf(layer), files.Source, item.Node, PathOf(files.Tree, item.Node, files.Root), item.Change);
        }
    }

    private void Tree(Inventory inventory, Volume volume, VolumeFiles files)
    {
        EvidenceTree tree = files.Source.Tree;
        var owner = new Owner(volume.Store, null, volume, inventory.CopyOf(volume.Origin.Evidence));
        var stack = new Stack<int>();
        stack.Push(files.Root);
        while (stack.TryPop(out int node))
        {
            if (node != files.Root)
                There(owner, files.Source, node, PathOf(tree, node, files.Root), null);
            ReadOnlySpan<int> children = tree.Children(node);
            for (int i = children.Length - 1; i >= 0; i--)
                stack.Push(children[i]);
        }
    }

    private static Owner OwnerOf(Layer layer) => new(layer.Store, layer, null, layer.Files!.Copy);

    private void There(Owner owner, IEvidenceSource source, int node, ReadOnlySpan<byte> path, char? change)
    {
        ref readonly EvidenceNode facts = ref source.Tree[node];
        NodeExtra extra = source.Tree.Extra(node);
        var known = new KnownFacts(in facts, owner.Copy);
        Start(owner, path, change, facts.Kind);
        _row.Mode(known.Mode).Integer(known.Uid).Integer(known.Gid).Integer(known.ContentSize)
            .Time(known.Modified).Time(extra.Changed).Time(extra.Accessed).Time(extra.Born)
            .Integer(!facts.Kind.IsDirectory() ? Math.Max(1, extra.Links) : null).Bytes(extra.LinkTarget)
            .Hex(facts.Kind == EntryKind.File ? _timeline.Sha256Of(source, node).Span : default).Run();
    }

    private void Gone(Layer layer, ReadOnlySpan<byte> path, EntryKind? kind)
    {
        Start(OwnerOf(layer), path, 'D', kind);
        _row.Mode(null).Integer(null).Integer(null).Integer(null).Time(null).Time(null).Time(null).Time(null).Integer(null).Bytes(default).Hex(default).Run();
    }

    private void Start(Owner owner, ReadOnlySpan<byte> path, char? change, EntryKind? kind) =>
        _row.Integer(_evidence[owner.Store.Root.Evidence]).Integer(_keys.Of(owner.Layer)).Integer(_keys.Of(owner.Volume)).Bytes(path)
            .Utf8(change is char letter ? [(byte)letter] : default).Text(kind?.Name());

    private ReadOnlySpan<byte> PathOf(EvidenceTree tree, int node, int root)
    {
        int length = 1 + tree.PathLength(node, root);
        if (_path.Length < length)
            _path = new byte[length * 2];
        _path[0] = (byte)'/';
        tree.WritePath(node, root, _path.AsSpan(1, length - 1));
        return _path.AsSpan(0, length);
    }

    private readonly record struct Owner(StoreInfo Store, Layer? Layer, Volume? Volume, CopyFacts Copy);
}
