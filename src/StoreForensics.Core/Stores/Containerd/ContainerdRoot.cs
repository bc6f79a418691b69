using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd;

/// <summary>
/// The root directory of a containerd: a directory a plugin (<c>io.containerd.TYPE.v1.NAME</c>). One half may be missing: metadata without content, or content
/// and snapshots without metadata.
/// </summary>
internal sealed class ContainerdRoot
{
    private const string Snapshotter = "io.containerd.snapshotter.v1.";

    public ContainerdRoot(EvidenceFiles files, int node)
    {
        (Files, Node) = (files, node);
        MetadataNode = files.Directory(node, "io.containerd.metadata.v1.bolt"u8) is int bolt ? files.File(bolt, "meta.db"u8) : null;
        Metadata = MetadataNode is int database
            ? files.Problems.ContainOr(files.Origin(database), null, () => MetadataDatabase.Read(files, database))
            : null;
        Content = new ContentStore(files, files.Directory(node, "io.containerd.content.v1.content"u8));
    }

    public EvidenceFiles Files { get; }

    public int Node { get; }

    public Origin Origin => Files.Origin(Node);

    public int? MetadataNode { get; }

    /// <summary>Null when it is not in the evidence.</summary>
    public MetadataDatabase? Metadata { get; }

    public ContentStore Content { get; }

    public IEnumerable<StoredNamespace> Namespaces => Metadata?.Namespaces ?? [];

    /// <summary>The directories of snapshotters in use, by name: overlayfs, the default, first, then in byte order.</summary>
    public IReadOnlyList<(string Name, int Directory)> Snapshotters()
    {
        var found = new List<(string Name, int Directory)>();
        foreach (int child in Files.Tree.Children(Node).ToArray())
        {
            string name = System.Text.Encoding.UTF8.GetString(Files.Tree.Name(child));
            if (!name.StartsWith(Snapshotter, StringComparison.Ordinal) || !Files.Tree[child].Kind.IsDirectory())
                continue;
            int snapshots = Files.Tree.Child(child, "snapshots"u8);
            // An engine makes both for every snapshotter that it could use.
            bool isUsed = snapshots == EvidenceTree.None ? Files.Tree.Child(child, "metadata.db"u8) != EvidenceTree.None
                : Files.Tree.Children(snapshots).Length > 0;
            if (isUsed)
                found.Add((name[Snapshotter.Length..], child));
        }
        return [.. found.OrderBy(s => s.Name == "overlayfs" ? 0 : 1).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    /// <summary>Downloads that did not end (<c>ingest/</c>), with what was fetched.</summary>
    public IEnumerable<(int Node, string Reference)> Downloads()
    {
        if (Content.Directory is not int content || Files.Directory(content, "ingest"u8) is not int ingest)
            yield break;
        foreach (int child in Files.Tree.Children(ingest).ToArray())
        {
            if (Files.Tree[child].Kind.IsDirectory() && Files.Tree.Child(child, "ref"u8) != EvidenceTree.None)
                yield return (child, Files.ReadText(child, "ref"u8) ?? "(unknown)");
        }
    }

    /// <summary>
    /// Whether anything was ever kept here. Docker with a graph driver has a containerd too, for its running containers: its records of those, a lease or two
    /// and the manifests that 20.10 and later keep of what they pulled are no store.
    /// </summary>
    public bool IsUsed => Snapshotters().Count > 0 || (Metadata is null && Content.Blobs.Any())
        || Namespaces.Any(n => n.Images.Count > 0 || n.Snapshots.Count > 0 || (!n.IsDockers && n.Containers.Count > 0));

    /// <summary>What a directory looks like that is such a root.</summary>
    public static bool IsRoot(EvidenceTree tree, int directory) =>
        tree.Find(directory, "io.containerd.metadata.v1.bolt/meta.db"u8) != EvidenceTree.None
        || tree.Find(directory, "io.containerd.content.v1.content/blobs"u8) != EvidenceTree.None
        || HoldsSnapshots(tree, directory);

    private static bool HoldsSnapshots(EvidenceTree tree, int directory)
    {
        foreach (int child in tree.Children(directory))
        {
            if (tree.Name(child).StartsWith("io.containerd.snapshotter.v1."u8) && tree.Child(child, "metadata.db"u8) != EvidenceTree.None)
                return true;
        }
        return false;
    }
}
