using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>
/// <c>io.containerd.metadata.v1.bolt/meta.db</c>: what containerd knows of images, content, snapshots, leases and containers, by namespace (containerd
/// core/metadata/buckets.go). Schemas 1 to 4 differ in where sandboxes and unfinished downloads stand. Unknown buckets are passed over.
/// </summary>
internal sealed class MetadataDatabase
{
    private readonly SortedDictionary<string, StoredNamespace> _namespaces = new(StringComparer.Ordinal);
    private readonly EvidenceFiles _files;
    private readonly int _node;

    private MetadataDatabase(EvidenceFiles files, int node) => (_files, _node) = (files, node);

    /// <summary>In byte order of names.</summary>
    public IReadOnlyCollection<StoredNamespace> Namespaces => _namespaces.Values;

    public Origin Origin => _files.Origin(_node);

    /// <summary>Reads the file as far as it can be read.</summary>
    public static MetadataDatabase Read(EvidenceFiles files, int node)
    {
        var database = new MetadataDatabase(files, node);
        try
        {
            using StoredFile content = files.Open(node);
            if (BoltFile.Open(content, files.Problems, files.Origin(node)).Root is { } root)
                database.Take(root);
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-STORE-0001", files.Origin(node), "cannot be read: " + DisplayText.Escape(e.Message));
        }
        return database;
    }

    // 1.7 keeps sandboxes of schema 3 beside v1, by namespace; 2.0 moves them into it.
    private void Take(BoltBucket root)
    {
        foreach ((string name, BoltBucket bucket, _) in root.Members("v1"))
            _files.Problems.Contain(Origin, () => Take(Namespace(name), bucket));
        foreach (BoltBucket old in root.Buckets().Where(b => b.Name.ToText() != "v1"))
            _files.Problems.Contain(Origin, () => TakeSandboxes(Namespace(old.Name.ToText()), old));
    }

    private StoredNamespace Namespace(string name)
    {
        if (!_namespaces.TryGetValue(name, out StoredNamespace? known))
            _namespaces[name] = known = new StoredNamespace(name);
        return known;
    }

    private void Take(StoredNamespace to, BoltBucket bucket)
    {
        foreach ((string name, BoltBucket image, long at) in bucket.Members("images"))
            to.Images.Add(Image(to.Name, name, image, at));
        foreach ((string digest, BoltBucket blob, long at) in bucket.Members("content", "blob"))
            to.Blobs.Add(Blob(to.Name, digest, blob, at));
        foreach ((string snapshotter, BoltBucket snapshots, _) in bucket.Members("snapshots"))
        {
            foreach ((string key, BoltBucket snapshot, long at) in snapshots.Members())
                to.Snapshots.Add(Snapshot(to.Name, snapshotter, key, snapshot, at));
        }
        foreach ((string id, BoltBucket lease, long at) in bucket.Members("leases"))
            to.Leases.Add(Lease(to.Name, id, lease, at));
        foreach ((string id, BoltBucket container, long at) in bucket.Members("containers"))
            to.Containers.Add(Container(to.Name, id, container, at));
        TakeSandboxes(to, bucket);
    }

    private void TakeSandboxes(StoredNamespace to, BoltBucket bucket)
    {
        foreach ((string id, BoltBucket sandbox, long at) in bucket.Members("sandboxes"))
        {
            if (!to.Sandboxes.Exists(s => s.Id == id))
                to.Sandboxes.Add(Sandbox(to.Name, id, sandbox, at));
        }
    }

    private StoredImage Image(string space, string name, BoltBucket bucket, long at) => new(space, _files.Origin(_node, at), bucket)
    {
        Name = name,
        Target = bucket.Bucket("target")?.Text("digest"),
        MediaType = bucket.Bucket("target")?.Text("mediatype"),
    };

    private StoredBlob Blob(string space, string digest, BoltBucket bucket, long at) => new(space, _files.Origin(_node, at), bucket)
    {
        Digest = digest,
        Size = bucket.Signed("size"),
    };

    private StoredSnapshot Snapshot(string space, string snapshotter, string key, BoltBucket bucket, long at) => new(space, _files.Origin(_node, at), bucket)
    {
        Snapshotter = snapshotter,
        Key = key,
        BackendName = bucket.Text("name"),
        Parent = bucket.Text("parent") is { Length: > 0 } parent ? parent : null,
    };

    private StoredLease Lease(string space, string id, BoltBucket bucket, long at) => new(space, _files.Origin(_node, at), bucket)
    {
        Id = id,
        Snapshots = [.. bucket.Members("snapshots").SelectMany(s => s.Bucket.Entries.Select(e => (s.Name, e.Key.ToText())))],
    };

    private StoredContainer Container(string space, string id, BoltBucket bucket, long at) => new(space, _files.Origin(_node, at), bucket)
    {
        Id = id,
        Image = bucket.Text("image"),
        Snapshotter = bucket.Text("snapshotter"),
        SnapshotKey = bucket.Text("snapshotKey"),
        SandboxId = bucket.Text("sandboxid") is { Length: > 0 } sandbox ? sandbox : null,
        Runtime = bucket.Bucket("runtime")?.Text("name"),
        Spec = bucket.Value("spec") is { } spec ? AnyValue.Of(spec.Span) : null,
        Extensions = Extensions(bucket),
    };

    private StoredSandbox Sandbox(string space, string id, BoltBucket bucket, long at) => new(space, _files.Origin(_node, at), bucket)
    {
        Id = id,
        Extensions = Extensions(bucket),
    };

    private static Dictionary<string, ReadOnlyMemory<byte>> Extensions(BoltBucket bucket)
    {
        var values = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (BoltEntry entry in bucket.Bucket("extensions")?.Entries ?? [])
        {
            if (!entry.IsBucket)
                values[entry.Key.ToText()] = entry.Value;
        }
        return values;
    }
}
