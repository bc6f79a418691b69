using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Findings;

/// <summary>Shows the rules every file that a layer changed or a volume holds, and notes those whose text is to be read.</summary>
internal sealed class FileExaminer(
    StoreWithinStores within, LastTimes lastTimes, IReadOnlyList<IFileRule> rules, ListedDigests digests, TextFiles texts, FindingSink sink,
    ProblemLog problems)
{
    private const long ToleranceSeconds = 5;

    private readonly HashSet<(IEvidenceSource, int)> _replaced = [];
    private readonly DirectoryReplacedRule _directoryReplaced = new();
    private (Layer? Layer, bool IsPackageStep) _asked;
    private (Layer? Layer, Timestamp? End) _copied;

    /// <summary>Looks at everything that the layers changed and the volumes hold, then lets the rules compare what they saw.</summary>
    public void Look(Inventory inventory)
    {
        foreach (Layer layer in inventory.Layers.Where(l => l is { Twin: null, Files: not null } && l.Role != LayerRole.ContainerInit))
            problems.Contain(layer.Origin, () => See(layer));
        foreach (Volume volume in inventory.Volumes)
            problems.Contain(volume.Origin, () => See(volume, inventory.CopyOf(volume.Origin.Evidence)));
        problems.Contain(new Origin(string.Join(", ", inventory.Recovered.Sources.Select(s => s.Name).Distinct(StringComparer.Ordinal)), default), () =>
            SeeRemoved(inventory));
        foreach (IFileRule rule in rules)
            problems.Contain(new Origin(string.Join(", ", inventory.Stores.Select(s => s.Root.Evidence).Distinct(StringComparer.Ordinal)), default), () =>
                rule.Finish(sink));
    }

    private void See(Layer layer)
    {
        IReadOnlyList<string> subjects = Subjects.Of(layer);
        FileOwner owner = OwnerOf(layer);
        if (layer.Role == LayerRole.Container && layer.Containers.Count > 0)
        {
            Compared(layer, owner, LayerChanges.Of(layer.Containers[0]), subjects);
            Replaced(layer, owner, subjects);
        }
        else if (layer.Files!.IsWholeTree)
            Compared(layer, owner, LayerChanges.Of(layer), subjects);
        else
            Walked(layer, owner, subjects);
    }

    private void SeeRemoved(Inventory inventory)
    {
        foreach ((Layer layer, FileChange change) in RemovedContainers.Changes(inventory))
            See(layer, FileOwner.Container, Subjects.Of(layer), change.PathBytes.Span, change.Change, layer, change.Node, change.Below, isHidden: false);
    }

    private void Compared(Layer layer, FileOwner owner, IEnumerable<FileChange> changes, IReadOnlyList<string> subjects)
    {
        var emptied = layer.Files!.IsWholeTree ? new EmptiedDirectories() : null;
        foreach (FileChange change in changes)
        {
            if (change.Change != 'D' && within.Holds(change.Layer.Files!.Source, layer.Files!.Root, change.Node))
                continue;
            if (change.Change == 'C' && IsOpaque(change.Layer, change.Node))
                _replaced.Add((change.Layer.Files!.Source, change.Node));
            emptied?.Note(change);
            if (change.Change == 'D' || change.IsOwn || IsOpaque(change.Layer, change.Node))
                See(layer, owner, subjects, change.PathBytes.Span, change.Change, change.Layer, change.Node, change.Below, isHidden: false);
        }
        foreach (FileChange change in emptied?.Changes() ?? [])
            _directoryReplaced.Look(SightOf(layer, owner, subjects, change.PathBytes.Span, change.Change, change.Layer, change.Node, change.Below,
                isHidden: true), sink);
    }

    // Directories that a container made anew: docker diff does not tell of one whose attributes are as before.
    private void Replaced(Layer layer, FileOwner owner, IReadOnlyList<string> subjects)
    {
        LayerFiles files = layer.Files!;
        byte[] path = new byte[512];
        foreach (LayerItem item in files.IsWholeTree ? [] : LayerWalk.Of(layer))
        {
            if (item is { Kind: LayerItemKind.Entry, Below: { Facts.Kind: EntryKind.File } before } && IsAsBefore(files, item.Node, before))
                Copied(layer, owner, subjects, PathOf(files.Tree, item.Node, files.Root, ref path), item.Node, before);
            if (item is { Kind: LayerItemKind.Entry, Below: { } below } && item.Node != files.Root && IsOpaque(layer, item.Node)
                && !_replaced.Contains((files.Source, item.Node)))
                See(layer, owner, subjects, PathOf(files.Tree, item.Node, files.Root, ref path), 'C', layer, item.Node, below, isHidden: false);
        }
    }

    private static bool IsAsBefore(LayerFiles files, int node, ViewEntry before) =>
        files.Tree[node] is { Kind: EntryKind.File } facts && facts.Size == before.Facts.Size && facts.Modified == before.Facts.Modified;

    // Of the same size and time as before docker diff does not tell: written anew all the same, perhaps.
    private void Copied(Layer layer, FileOwner owner, IReadOnlyList<string> subjects, ReadOnlySpan<byte> path, int node, ViewEntry before)
    {
        FileSight sight = SightOf(layer, owner, subjects, path, 'C', layer, node, before, isHidden: false);
        foreach (FileTimeKeptRule rule in rules.OfType<FileTimeKeptRule>())
            See(rule, sight);
    }

    private void Walked(Layer layer, FileOwner owner, IReadOnlyList<string> subjects)
    {
        LayerFiles files = layer.Files!;
        byte[] path = new byte[512];
        foreach (LayerItem item in LayerWalk.Of(layer))
        {
            if (within.Holds(files.Source, files.Root, item.Node))
                continue;
            if (item.Kind != LayerItemKind.Entry)
                See(layer, owner, subjects, item.Path.Span, 'D', layer, item.Node, item.Below, item.Kind == LayerItemKind.Hidden);
            else if (item.Node != files.Root)
                See(layer, owner, subjects, PathOf(files.Tree, item.Node, files.Root, ref path), item.Change, layer, item.Node, item.Below, item.IsRemade);
        }
    }

    // In a buffer that is used again: a layer can have a million entries.
    private static ReadOnlySpan<byte> PathOf(EvidenceTree tree, int node, int root, ref byte[] buffer)
    {
        int length = 1 + tree.PathLength(node, root);
        if (buffer.Length < length)
            buffer = new byte[length * 2];
        buffer[0] = (byte)'/';
        tree.WritePath(node, root, buffer.AsSpan(1, length - 1));
        return buffer.AsSpan(0, length);
    }

    private static bool IsOpaque(Layer layer, int node) =>
        layer.Files!.Tree[node].Kind == EntryKind.Directory && !layer.Files.IsWholeTree && layer.Files.Whiteouts.IsOpaque(layer.Files.Tree, node);

    private void See(Layer layer, FileOwner owner, IReadOnlyList<string> subjects, ReadOnlySpan<byte> path, char change, Layer holder, int node,
        ViewEntry? below, bool isHidden) =>
        See(SightOf(layer, owner, subjects, path, change, holder, node, below, isHidden));

    private FileSight SightOf(Layer layer, FileOwner owner, IReadOnlyList<string> subjects, ReadOnlySpan<byte> path, char change, Layer holder, int node,
        ViewEntry? below, bool isHidden) =>
        new()
        {
            Owner = owner,
            Subjects = subjects,
            Path = path,
            Change = change,
            Source = holder.Files!.Source,
            Copy = holder.Files.Copy,
            Users = holder.Store.UserNamespace,
            Node = node,
            IsMetadataOnly = FileContent.IsElsewhere(new ViewEntry(holder, node)),
            ContentBelow = ContentOf(holder, node),
            Below = below,
            IsHidden = isHidden,
            IsOfWholeTree = layer.Files!.IsWholeTree,
            IsReplaced = change == 'C' && IsOpaque(holder, node),
            Digests = ContentOf(holder, node) is { } content ? digests.Of(content.Source, content.Node) : [],
            Step = layer.Step,
            IsPackageStep = IsPackageStep(layer),
            IsEnginesAccount = change == 'C' && owner == FileOwner.Container
                && EngineAccounts.Explain(layer.Containers[0], path, ContentOf(holder, node), below),
            IsOfPod = layer.Containers.Count > 0 && layer.Containers[0].Pod is not null,
            Marked = change == 'D' && owner == FileOwner.Container ? DeletionMark.TimeOf(layer, path) : null,
            Container = layer.Containers.Count > 0 ? layer.Containers[0] : null,
            ContainerCreated = layer.Containers.Count > 0 ? layer.Containers[0].Created?.Time : null,
            ContainerEnded = layer.Containers.Count > 0 ? EndBeforeCopy(layer) : null,
            Latest = lastTimes.Of(layer.Store.Root.Evidence),
        };

    // The engine writes the record of a container's layer when it makes the container, and never again: changed after the end, it was copied.
    private Timestamp? EndBeforeCopy(Layer layer)
    {
        if (layer == _copied.Layer)
            return _copied.End;
        _copied = (layer, null);
        if (layer is { Files: { } files, RegisteredOrigin: { } record } && layer.Containers[0] is { State: "exited" or "dead", Finished: { } finished }
            && finished.Time.IsUsable && files.Tree.Find(EvidenceTree.Root, record.Path.Bytes) is var node && node != EvidenceTree.None
            && files.Tree.Extra(node).Changed is { } changed && changed.Seconds > finished.Time.Seconds + ToleranceSeconds)
            _copied = (layer, finished.Time);
        return _copied.End;
    }

    private static EntryRef? ContentOf(Layer holder, int node) =>
        FileContent.Of(new ViewEntry(holder, node)) is { } content ? new EntryRef(content.Layer.Files!.Source, content.Node) : null;

    // Asked once a layer, not once a file.
    private bool IsPackageStep(Layer layer)
    {
        if (layer != _asked.Layer)
            _asked = (layer, layer.Step is { } step && PackageStep.Is(step.CreatedBy));
        return _asked.IsPackageStep;
    }

    private void See(in FileSight sight)
    {
        foreach (IFileRule rule in rules)
            See(rule, sight);
        texts.Note(sight);
    }

    private void See(IFileRule rule, in FileSight sight)
    {
        try
        {
            rule.Look(sight, sink);
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            problems.Fault(sight.Origin, e);
        }
    }

    private static FileOwner OwnerOf(Layer layer) => layer.Role switch
    {
        LayerRole.Container => FileOwner.Container,
        LayerRole.Image when layer.Parent is null => FileOwner.Base,
        LayerRole.Image => FileOwner.Step,
        _ => FileOwner.Orphan,
    };

    private void See(Volume volume, CopyFacts copy)
    {
        // What the kubelet fills holds tokens and links under names with dots as a rule; nobody else writes there.
        if (volume.IsKubelets || volume.Files is not { } files || within.IsRoot(files.Source, files.Root))
            return;
        byte[] path = new byte[512];
        string[] subjects = [.. volume.Containers.Select(c =>
            c.DisplayName).Append(volume.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        EvidenceTree tree = files.Source.Tree;
        var stack = new Stack<int>([files.Root]);
        while (stack.TryPop(out int node))
        {
            if (node != files.Root)
                See(new FileSight
                {
                    Owner = FileOwner.Volume,
                    Subjects = subjects,
                    Path = PathOf(tree, node, files.Root, ref path),
                    Change = 'A',
                    Source = files.Source,
                    Copy = copy,
                    Users = volume.Store.UserNamespace,
                    Node = node,
                    Digests = digests.Of(files.Source, node),
                    VolumeDriver = volume.Driver,
                });
            foreach (int child in tree.Children(node))
            {
                if (!within.IsRoot(files.Source, child))
                    stack.Push(child);
            }
        }
    }
}
