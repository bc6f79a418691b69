using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Snapshotted;

namespace StoreForensics.Stores.Docker;

/// <summary>A Docker data root inside an evidence.</summary>
/// <param name="Files">Reads its files.</param>
/// <param name="Node">Its directory.</param>
internal sealed record DataRoot(EvidenceFiles Files, int Node)
{
    private ContainerFiles? _containers;
    private MigrationRecord? _migration;

    public EvidenceTree Tree => Files.Tree;

    public Origin Origin => Files.Origin(Node);

    /// <summary>The eras that the root holds. An upgraded host has two, and they share driver directories and volumes.</summary>
    public IReadOnlyList<string> Eras { get; init; } = [];

    /// <summary>The driver directories, each taken once by the first era that knows it.</summary>
    public LayerAssembly Layers { get; } = new();

    /// <summary>Of a root that is called <c>UID.GID</c>, as <c>userns-remap</c> makes them, or a rootless engine's; null for others.</summary>
    public UserNamespace? UserNamespace { get; init; }

    /// <summary>Follows links among the root's own directories.</summary>
    public RootLinks Links { get; } = new(Files, Node);

    /// <summary>The stores of containerd that the root's containers are in.</summary>
    public SnapshotStores Snapshots { get; init; } = SnapshotStores.None;

    /// <summary>What is not in the evidence and should be.</summary>
    public RootGaps Gaps { get; } = new();

    /// <summary>What its containers' directories hold.</summary>
    public ContainerFiles Containers => _containers ??= ContainerFiles.Of(this);

    /// <summary>What the migration of 1.10 did to the root.</summary>
    public MigrationRecord Migration => _migration ??= MigrationRecord.Of(this);

    /// <summary>The entry of that name in the root, a link followed; <see cref="EvidenceTree.None"/> where there is none.</summary>
    public int Child(ReadOnlySpan<byte> name)
    {
        int node = Tree.Child(Node, name);
        return node == EvidenceTree.None ? node : Links.Follow(node) ?? EvidenceTree.None;
    }

    /// <summary>The directory of that name, a link followed; null when absent. Anything else of that name is a problem.</summary>
    public int? Directory(ReadOnlySpan<byte> name) => Child(name) is var node && node == EvidenceTree.None ? null
        : Tree[node].Kind.IsDirectory() ? node : Files.Directory(Node, name);

    public bool Holds(string era) => Eras.Contains(era);

    /// <summary>The stores that things of the root can belong to, the one in use first.</summary>
    /// <param name="own">Those that the root itself has.</param>
    public IReadOnlyList<StoreInfo> StoresOf(IReadOnlyList<StoreInfo> own) =>
        Holds(SnapshottedStore.EraName) ? [.. Snapshots.Stores, .. own.Except(Snapshots.Stores)] : own;

    /// <summary>Whether a container's own files are in the root, wherever its images and layers are.</summary>
    public bool Owns(Container container) =>
        container.Directory is { } directory && directory.Source == Files.Source ? Tree[directory.Node].Parent == Child("containers"u8)
            : container.Store.Root == Origin;
}
