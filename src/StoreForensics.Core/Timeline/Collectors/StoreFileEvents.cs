using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Collectors;

/// <summary>
/// Modification times of the engine's own files: everything in a data root that is neither a layer's nor a volume's file nor a mounted copy. What the
/// catalogue has a better name for gets that.
/// </summary>
internal sealed class StoreFileEvents
{
    private readonly List<(EntryRef File, int Root, EventSubject Subject)> _files = [];
    private readonly SubjectTable _subjects;
    private readonly EventSink _sink;
    private readonly StorePlaces _places;
    private readonly HashSet<EntryRef> _skipped = [];

    // Archives, whose members have times that somebody chose.
    private readonly HashSet<EntryRef> _chosen;

    public StoreFileEvents(Inventory inventory, IReadOnlyList<EntryRef> roots, SubjectTable subjects, EventSink sink)
    {
        (_subjects, _sink, _places) = (subjects, sink, inventory.Places);
        foreach ((IEvidenceSource source, int tree) in inventory.FileTrees)
            _skipped.Add(new EntryRef(source, tree));
        _skipped.UnionWith(inventory.Places.All.Where(p => p.IsCopy).Select(p => p.Entry));
        // A root inside another is walked for itself.
        _skipped.UnionWith(roots);
        _chosen = [.. roots.Where(r => inventory.Stores.Exists(s => !s.HasHostTimes && s.Root == r.Origin()))];
        foreach (EntryRef root in roots)
            Walk(root, StoreSubject(inventory, root));
    }

    /// <summary>The newest of these times, by evidence; none where there are none. Nothing that the engine did can be younger by much.</summary>
    public IReadOnlyDictionary<string, Timestamp> Newest()
    {
        var newest = new Dictionary<string, Timestamp>(StringComparer.Ordinal);
        foreach ((EntryRef file, int root, _) in _files)
        {
            if (_chosen.Contains(file.At(root)))
                continue;
            string evidence = file.Source.Name;
            if (file.Facts.Modified is { } time && (!newest.TryGetValue(evidence, out Timestamp known) || time > known))
                newest[evidence] = time;
        }
        return newest;
    }

    public void Collect()
    {
        foreach ((EntryRef file, int root, EventSubject subject) in _files)
        {
            // Of an archive's members only those tell something that have a time at all.
            if (file.Facts.Modified is { Seconds: 0 } && _chosen.Contains(file.At(root)))
                continue;
            (EventType type, string meaning) = Name(file);
            _sink.AddEntry(type, file.Facts.Modified, meaning, subject, file.Source, file.Node, root, '\0', EventTags.None);
        }
    }

    private EventSubject StoreSubject(Inventory inventory, EntryRef root)
    {
        Origin place = root.Origin();
        StoreInfo? store = inventory.Stores.FirstOrDefault(s => s.Root == place || s.Parts.Contains(place));
        return _subjects.Of(store ?? new StoreInfo { Name = "", Driver = "", Era = "", Root = root.Origin() });
    }

    private void Walk(EntryRef root, EventSubject subject)
    {
        EvidenceTree tree = root.Tree;
        var stack = new Stack<(int Node, EventSubject Subject)>();
        stack.Push((root.Node, subject));
        while (stack.TryPop(out (int Node, EventSubject Subject) at))
        {
            EntryRef entry = root.At(at.Node);
            at.Subject = Owner(entry) ?? at.Subject;
            _files.Add((entry, root.Node, at.Subject));
            ReadOnlySpan<int> children = tree.Children(at.Node);
            for (int i = children.Length - 1; i >= 0; i--)
            {
                if (!_skipped.Contains(root.At(children[i])))
                    stack.Push((children[i], at.Subject));
            }
        }
    }

    // Files in a container's or an image's directory belong to it.
    private EventSubject? Owner(EntryRef entry)
    {
        // Of most files nothing is said; there are many.
        IReadOnlyList<StorePlace> places = _places.At(entry);
        Image? image = null;
        for (int i = 0; i < places.Count; i++)
        {
            if (places[i] is { Kind: StorePlaceKind.ContainerDirectory, Container: { } container })
                return _subjects.Of(container);
            if (places[i].Kind == StorePlaceKind.ImageRecord)
                image ??= places[i].Image;
        }
        return image is null ? null : _subjects.Of(image);
    }

    private (EventType Type, string Meaning) Name(EntryRef file)
    {
        IReadOnlyList<StorePlace> places = _places.At(file);
        for (int i = 0; i < places.Count; i++)
        {
            switch (places[i].Kind)
            {
                case StorePlaceKind.ContainerConfiguration:
                    return (EventType.ContainerConfigSaved, "Container configuration saved (mtime)");
                case StorePlaceKind.ContainerNetworkFile:
                    return (EventType.ContainerNetFiles, "Container's network files written (mtime)");
                case StorePlaceKind.RotatedLog:
                    return (EventType.ContainerLogRotated, "Log rotated (mtime)");
            }
        }
        return (EventType.StoreFileModified, "Engine's file modified (mtime)");
    }
}
