using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Collectors;

/// <summary>
/// Modification times of the engine's own files: everything in a data root that is neither a layer's nor a volume's file nor a mounted copy. What the
/// catalogue has a better name for gets that.
/// </summary>
internal sealed class StoreFileEvents
{
    private readonly List<(IEvidenceSource Source, int Root, int Node, EventSubject Subject)> _files = [];
    private readonly SubjectTable _subjects;
    private readonly EventSink _sink;
    private readonly Dictionary<(IEvidenceSource, int), EventSubject> _owners = [];
    private readonly HashSet<(IEvidenceSource, int)> _skipped = [];

    public StoreFileEvents(Inventory inventory, IReadOnlyList<DataRootNode> roots, SubjectTable subjects, EventSink sink)
    {
        (_subjects, _sink) = (subjects, sink);
        foreach (Layer layer in inventory.Layers)
            Skip(layer.Files?.Source, layer.Files?.Root);
        foreach (Volume volume in inventory.Volumes)
            Skip(volume.Files?.Source, volume.Files?.Root);
        foreach (DataRootNode root in roots)
        {
            FindOwners(inventory, root);
            Walk(root, roots, StoreSubject(inventory, root));
        }
    }

    /// <summary>The newest of these times, by evidence; none where there are none. Nothing that the engine did can be younger by much.</summary>
    public IReadOnlyDictionary<string, Timestamp> Newest()
    {
        var newest = new Dictionary<string, Timestamp>(StringComparer.Ordinal);
        foreach ((IEvidenceSource source, _, int node, _) in _files)
        {
            if (source.Tree[node].Modified is { } time && (!newest.TryGetValue(source.Name, out Timestamp known) || time > known))
                newest[source.Name] = time;
        }
        return newest;
    }

    public void Collect()
    {
        foreach ((IEvidenceSource source, int root, int node, EventSubject subject) in _files)
        {
            (EventType type, string meaning) = Name(source.Tree, node);
            _sink.AddEntry(type, source.Tree[node].Modified, meaning, subject, source, node, root, '\0', EventTags.None);
        }
    }

    private void Skip(IEvidenceSource? source, int? node)
    {
        if (source is not null && node is int known)
            _skipped.Add((source, known));
    }

    private EventSubject StoreSubject(Inventory inventory, DataRootNode root)
    {
        EvidencePath path = root.Source.Tree.PathOf(root.Node);
        StoreInfo? store = inventory.Stores.FirstOrDefault(s => s.Root.Evidence == root.Source.Name && s.Root.Path == path);
        return _subjects.Of(store ?? new StoreInfo { Name = "", Driver = "", Era = "", Root = new Origin(root.Source.Name, path) });
    }

    // Files in a container's or an image's directory belong to it.
    private void FindOwners(Inventory inventory, DataRootNode root)
    {
        EvidenceTree tree = root.Source.Tree;
        int containers = tree.Child(root.Node, "containers"u8), graph = tree.Child(root.Node, "graph"u8);
        foreach (Container container in inventory.Containers.Where(c => c.Store.Root.Evidence == root.Source.Name && containers != EvidenceTree.None))
            Own(tree.Child(containers, Encoding.UTF8.GetBytes(container.Id)), () => _subjects.Of(container));
        foreach (Image image in inventory.Images.Where(i => i.Store.Root.Evidence == root.Source.Name && graph != EvidenceTree.None))
            Own(tree.Child(graph, Encoding.UTF8.GetBytes(image.Id)), () => _subjects.Of(image));
        foreach (Image image in inventory.Images.Where(i => i.Origin.Evidence == root.Source.Name))
            Own(tree.Find(EvidenceTree.Root, image.Origin.Path.Bytes), () => _subjects.Of(image));

        void Own(int node, Func<EventSubject> owner)
        {
            if (node != EvidenceTree.None)
                _owners.TryAdd((root.Source, node), owner());
        }
    }

    private void Walk(DataRootNode root, IReadOnlyList<DataRootNode> roots, EventSubject subject)
    {
        EvidenceTree tree = root.Source.Tree;
        var stack = new Stack<(int Node, EventSubject Subject)>();
        stack.Push((root.Node, subject));
        while (stack.TryPop(out (int Node, EventSubject Subject) at))
        {
            if (_owners.TryGetValue((root.Source, at.Node), out EventSubject? owner))
                at.Subject = owner;
            _files.Add((root.Source, root.Node, at.Node, at.Subject));
            ReadOnlySpan<int> children = tree.Children(at.Node);
            for (int i = children.Length - 1; i >= 0; i--)
            {
                if (!_skipped.Contains((root.Source, children[i])) && !IsMountPoint(tree, children[i]) && !roots.Contains(new DataRootNode(root.Source, children[i])))
                    stack.Push((children[i], at.Subject));
            }
        }
    }

    // Mounted views are copies of layers; work directories are the kernel's scratch space.
    private static bool IsMountPoint(EvidenceTree tree, int node)
    {
        ReadOnlySpan<byte> name = tree.Name(node), parent = tree.Name(tree[node].Parent);
        return (name.SequenceEqual("mnt"u8) && parent.SequenceEqual("aufs"u8))
            || (name.SequenceEqual("mnt"u8) && parent.SequenceEqual("devicemapper"u8))
            || ((name.SequenceEqual("merged"u8) || name.SequenceEqual("work"u8)) && IsOverlay(tree.Name(tree[tree[node].Parent].Parent)));
    }

    private static bool IsOverlay(ReadOnlySpan<byte> driver) => driver.StartsWith("overlay"u8) || driver.SequenceEqual("fuse-overlayfs"u8);

    private static (EventType Type, string Meaning) Name(EvidenceTree tree, int node)
    {
        int parent = tree[node].Parent;
        bool isContainers = tree[node].Kind == EntryKind.File && tree.Name(tree[parent].Parent).SequenceEqual("containers"u8);
        if (!isContainers)
            return (EventType.StoreFileModified, "Engine's file modified (mtime)");
        ReadOnlySpan<byte> name = tree.Name(node);
        if (name.StartsWith("config."u8) && name.EndsWith("json"u8) || name.SequenceEqual("hostconfig.json"u8))
            return (EventType.ContainerConfigSaved, "Container configuration saved (mtime)");
        if (name.SequenceEqual("hosts"u8) || name.SequenceEqual("hostname"u8) || name.SequenceEqual("resolv.conf"u8))
            return (EventType.ContainerNetFiles, "Container's network files written (mtime)");
        bool isRotated = name.IndexOf("-json.log."u8) > 0;
        return isRotated ? (EventType.ContainerLogRotated, "Log rotated (mtime)") : (EventType.StoreFileModified, "Engine's file modified (mtime)");
    }
}
