using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline.Clocks;
using StoreForensics.Views;

namespace StoreForensics.Timeline.Collectors;

/// <summary>
/// One event for every entry that a layer changed, one for every deletion; and for every file of a volume. What a layer changed is its own entries, or for
/// drivers of whole trees the difference from the layer below.
/// </summary>
internal sealed class LayerFileEvents(Inventory inventory, SubjectTable subjects, EventSink sink, IReadOnlyDictionary<string, FileClocks> clocksByEvidence,
    bool macb, ProblemLog problems)
{
    private const string Modified = "File modified (mtime)";
    private const string Changed = "Metadata changed (ctime)";
    private const string Born = "Born (birth time)";
    private const string Accessed = "Accessed (atime)";
    private const string DeletedAtMarker = "Deleted (mtime of the whiteout)";
    private const string DeletedInStep = "Deleted (time of the build step)";
    private const string DeletedInDirectory = "Deleted (mtime of the directory; the whiteout has no time of its own)";
    private const string HiddenInStep = "Deleted (time of the build step that replaced what was there)";
    private const string MissingInDirectory = "Deleted (mtime of the directory that had it)";
    private const string HiddenAt = "Deleted (mtime of the directory or file that replaced what was there)";

    private LayerTimes? _times;
    private FileClocks? _clocks;

    public void Collect()
    {
        foreach (Layer layer in inventory.Layers)
        {
            if (layer is { Twin: null, Files: not null })
                problems.Contain(layer.Origin, () => Collect(layer));
        }
        foreach (Volume volume in inventory.Volumes)
        {
            if (volume.Files is { } files)
                problems.Contain(volume.Origin, () => Tree(volume, files));
        }
    }

    private void Collect(Layer layer)
    {
        _times = LayerTimes.Of(layer);
        _clocks = clocksByEvidence[layer.Store.Root.Evidence];
        _clocks.Take(layer, _times);
        if (layer.Files!.IsWholeTree)
            WholeTree(layer);
        else
            Differences(layer);
    }

    private static EventTags TagsOf(Layer layer) => layer.Role switch
    {
        LayerRole.Orphan => EventTags.Orphan,
        LayerRole.Removing => EventTags.Removing,
        _ => EventTags.None,
    };

    private void Differences(Layer layer)
    {
        EventSubject subject = subjects.Of(layer);
        EventTags tags = TagsOf(layer);
        foreach (LayerItem item in LayerWalk.Of(layer))
        {
            if (inventory.Within.Holds(layer.Files!.Source, layer.Files.Root, item.Node))
                continue;
            switch (item.Kind)
            {
                case LayerItemKind.Entry:
                    Entry(layer, subject, item.Node, item.Change, tags);
                    break;
                case LayerItemKind.Deleted:
                    Deletion(layer, subject, item, tags);
                    break;
                case LayerItemKind.Hidden:
                    Hidden(layer, subject, item.Node, item.Path, item.Below!.Value.Facts.Kind, tags);
                    break;
            }
        }
    }

    private void WholeTree(Layer layer)
    {
        EventSubject subject = subjects.Of(layer);
        EventTags tags = TagsOf(layer);
        LayerFiles files = layer.Files!;
        if (layer.Parent?.Files is not { } below || EntryComparison.TimeDiffers(files.Tree[files.Root], below.Tree[below.Root]))
            Entry(layer, subject, files.Root, layer.Parent is null ? 'A' : 'C', tags);
        foreach (FileChange change in LayerChanges.Of(layer))
        {
            if (change.Change != 'D' && inventory.Within.Holds(files.Source, files.Root, change.Node))
                continue;
            if (change.Change == 'D')
                Missing(layer, subject, change, tags);
            else
                Entry(layer, subject, change.Node, change.Change, tags);
            if (change is { Change: 'C', Below: { IsDirectory: true } replaced } && !change.Kind.IsDirectory())
                HiddenBelow(layer, subject, change, replaced, tags);
        }
    }

    // A name that is merely not there any more. Outside of builds only the directory that had it tells when, and only if nothing else changed in it later.
    private void Missing(Layer layer, EventSubject subject, FileChange change, EventTags tags)
    {
        LayerFiles files = layer.Files!;
        if (layer.Step?.Created is { } step)
        {
            Add(layer, subject, step.Time, DeletedInStep, change.PathBytes, change.Kind, files.Root, tags | EventTags.Inferred);
            return;
        }
        ReadOnlySpan<byte> path = change.PathBytes.Span;
        int directory = files.Tree.Find(files.Root, path[..Math.Max(0, path.LastIndexOf((byte)'/'))]);
        int origin = directory == EvidenceTree.None ? files.Root : directory;
        Add(layer, subject, files.Tree[origin].Modified, MissingInDirectory, change.PathBytes, change.Kind, origin, tags | EventTags.LowConfidence);
    }

    // A file in a directory's place: the names that were in it are gone.
    private void HiddenBelow(Layer layer, EventSubject subject, FileChange change, ViewEntry replaced, EventTags tags)
    {
        foreach (int child in replaced.Tree.Children(replaced.Node))
        {
            byte[] path = [.. change.PathBytes.Span, (byte)'/', .. replaced.Tree.Name(child)];
            Hidden(layer, subject, change.Node, path, replaced.Tree[child].Kind, tags);
        }
    }

    private void Hidden(Layer layer, EventSubject subject, int replacedBy, ReadOnlyMemory<byte> path, EntryKind kind, EventTags tags)
    {
        if (_times!.StepEnd is { } step)
            Add(layer, subject, step, HiddenInStep, path, kind, replacedBy, tags | EventTags.Opaque | EventTags.Inferred);
        else
            Add(layer, subject, layer.Files!.Tree[replacedBy].Modified, HiddenAt, path, kind, replacedBy, tags | EventTags.Opaque);
    }

    private void Entry(Layer layer, EventSubject subject, int node, char change, EventTags tags)
    {
        LayerFiles files = layer.Files!;
        Timestamp? modified = files.Tree[node].Modified;
        NodeExtra extra = files.Tree.Extra(node);
        // The root's own time is the driver's, not the layer's.
        EventTags times = node == files.Root ? EventTags.None : _times!.TagsOf(node);
        _clocks!.Count(layer, node, times | (modified is { } time ? sink.ByTime(time, subject.Evidence) : EventTags.None));
        sink.AddEntry(EventType.LayerFileModified, modified, Modified, subject, files.Source, node, files.Root, change, tags | times);
        if (!macb)
            return;
        sink.AddEntry(EventType.LayerFileChanged, extra.Changed, Changed, subject, files.Source, node, files.Root, change, tags);
        sink.AddEntry(EventType.LayerFileBorn, extra.Born, Born, subject, files.Source, node, files.Root, change, tags);
        sink.AddEntry(EventType.LayerFileAccessed, extra.Accessed, Accessed, subject, files.Source, node, files.Root, change, tags);
    }

    private void Deletion(Layer layer, EventSubject subject, LayerItem item, EventTags tags)
    {
        LayerFiles files = layer.Files!;
        EntryKind? kind = item.Below?.Facts.Kind;
        // A whiteout of an image layer is made anew where the layer is unpacked, without the time that the layer's archive had for it.
        if (_times!.StepEnd is { } end)
            Add(layer, subject, end, DeletedInStep, item.Path, kind, item.Node, tags | EventTags.Inferred);
        else if (files.Whiteouts.HasOwnTime(files.Tree, item.Node) && files.Tree[item.Node].Modified is { } own)
            Add(layer, subject, own, DeletedAtMarker, item.Path, kind, item.Node, tags);
        else if (layer.Step?.Created is { } step)
            Add(layer, subject, step.Time, DeletedInStep, item.Path, kind, item.Node, tags | EventTags.Inferred);
        else
            Add(layer, subject, files.Tree[files.Tree[item.Node].Parent].Modified, DeletedInDirectory, item.Path, kind, item.Node,
                tags | EventTags.LowConfidence);
    }

    private void Add(Layer layer, EventSubject subject, Timestamp? time, string meaning, ReadOnlyMemory<byte> path, EntryKind? kind, int originNode,
        EventTags tags)
    {
        byte[] message = [.. "Deleted: "u8, .. path.Span];
        sink.Add(EventType.LayerFileDeleted, time, meaning, subject, message, path.Span, kind, layer.Files!.Tree.PathOf(originNode).Bytes, tags, 'D');
    }

    private void Tree(Volume volume, VolumeFiles files)
    {
        EventSubject subject = subjects.Of(volume);
        EvidenceTree tree = files.Source.Tree;
        var stack = new Stack<int>();
        if (!inventory.Within.IsRoot(files.Source, files.Root))
            stack.Push(files.Root);
        while (stack.TryPop(out int node))
        {
            sink.AddEntry(EventType.VolumeFileModified, tree[node].Modified, "Volume file modified (mtime)", subject, files.Source, node, files.Root, '\0',
                EventTags.None);
            if (macb)
                OtherTimes(files, node, subject);
            ReadOnlySpan<int> children = tree.Children(node);
            for (int i = children.Length - 1; i >= 0; i--)
            {
                if (!inventory.Within.IsRoot(files.Source, children[i]))
                    stack.Push(children[i]);
            }
        }
    }

    private void OtherTimes(VolumeFiles files, int node, EventSubject subject)
    {
        NodeExtra extra = files.Source.Tree.Extra(node);
        sink.AddEntry(EventType.VolumeFileChanged, extra.Changed, Changed, subject, files.Source, node, files.Root, '\0', EventTags.None);
        sink.AddEntry(EventType.VolumeFileBorn, extra.Born, Born, subject, files.Source, node, files.Root, '\0', EventTags.None);
        sink.AddEntry(EventType.VolumeFileAccessed, extra.Accessed, Accessed, subject, files.Source, node, files.Root, '\0', EventTags.None);
    }
}
