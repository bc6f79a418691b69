namespace StoreForensics.Stores.Containerd.Records;

/// <summary>All that <c>meta.db</c> has of one namespace, each list in byte order of names.</summary>
internal sealed record StoredNamespace(string Name)
{
    /// <summary>The namespace of Docker's daemon (moby daemon/config, DefaultContainersNamespace).</summary>
    public const string OfDocker = "moby";

    /// <summary>The namespace of the CRI plugin, and so of Kubernetes (containerd internal/cri/constants).</summary>
    public const string OfKubernetes = "k8s.io";

    public bool IsDockers => Name == OfDocker;

    public List<StoredImage> Images { get; } = [];

    public List<StoredBlob> Blobs { get; } = [];

    public List<StoredSnapshot> Snapshots { get; } = [];

    public List<StoredLease> Leases { get; } = [];

    public List<StoredContainer> Containers { get; } = [];

    public List<StoredSandbox> Sandboxes { get; } = [];
}
