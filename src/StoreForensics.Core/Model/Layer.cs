using StoreForensics.Evidence;
using StoreForensics.Model.Copies;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>Why a driver directory is there.</summary>
public enum LayerRole
{
    /// <summary>Belongs to one or more images.</summary>
    Image,

    /// <summary>A container's writable layer.</summary>
    Container,

    /// <summary>A container's <c>-init</c> layer: the mount points that the engine puts between image and container.</summary>
    ContainerInit,

    /// <summary>Nothing in the metadata refers to it.</summary>
    Orphan,

    /// <summary>A snapshot of the build cache (BuildKit) that no image has.</summary>
    BuildCache,

    /// <summary>Left by an interrupted removal.</summary>
    Removing,
}

/// <summary>One directory of a storage driver (or what its metadata says of one whose files are out of reach).</summary>
public sealed class Layer
{
    private Lazy<LayerFiles?> _files = new((LayerFiles?)null);

    /// <summary>The driver's directory name.</summary>
    public required string Id { get; init; }

    public required StoreInfo Store { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>What is said of a layer that was removed and recovered; null for one that is there.</summary>
    public Recovery? Recovery { get; set; }

    public LayerRole Role { get; set; } = LayerRole.Orphan;

    /// <summary>Null when the files are out of reach; <see cref="UnreachableReason"/> says why. Of a layer that is a tar, asking for them reads its names.</summary>
    public LayerFiles? Files
    {
        get => _files.Value;
        internal set => _files = new Lazy<LayerFiles?>(value);
    }

    /// <summary>The same where nothing has to be read for it; null also where that was not done.</summary>
    public LayerFiles? FilesAtHand => _files.IsValueCreated ? _files.Value : null;

    /// <summary>Reads the names of a layer that is a tar, when they are first asked for.</summary>
    public Func<Layer, LayerFiles?> Opener
    {
        init => _files = new Lazy<LayerFiles?>(() => value(this));
    }

    public string? UnreachableReason { get; internal set; }

    /// <summary>The tar that the layer is, compressed or not, where its files are read from it; null for the layers of a store that unpacks them.</summary>
    public LayerArchive? Tar { get; init; }

    /// <summary>A layer of the same store that is the same tar in another place: what is told of files is told of that one.</summary>
    public Layer? Twin { get; init; }

    /// <summary>The layer directly below; null for a base layer or when it is missing.</summary>
    public Layer? Parent { get; set; }

    public string? DiffId { get; set; }

    public string? ChainId { get; set; }

    /// <summary>Bytes as the engine recorded (graph era <c>layersize</c>, later <c>size</c>); null when unknown.</summary>
    public long? RecordedSize { get; set; }

    /// <summary>When the engine registered the layer here (a file's mtime); null when unknown.</summary>
    public Timestamp? Registered { get; set; }

    /// <summary>The file that <see cref="Registered"/> was read from.</summary>
    public Origin? RegisteredOrigin { get; set; }

    /// <summary>What its chain id is made of; null where the engine keeps no such record.</summary>
    public ChainRecord? Chain { get; set; }

    public LayerTraits Traits { get; set; }

    /// <summary>What its id should be made of; null for the layers of engines that draw names at random, or that name by chain id.</summary>
    public LayerIdRule? IdOf { get; set; }

    /// <summary>A user namespace inside of that of its store, for which its files' owners were shifted when it was copied; null for nearly all.
    /// What is shown of a layer is as the engine itself exports it: in the ids of its store.</summary>
    public UserNamespace? Users { get; set; }

    /// <summary>The ids of its tar as they lie on disk: through <see cref="Users"/>, then the store's namespace; null where they are the tar's own.</summary>
    public UserNamespace? OwnUsers => Users is null ? Store.UserNamespace : Users.Within(Store.UserNamespace);

    /// <summary>The file that recorded the layer's tar when it was stored (tar-split); null where the engine kept none.</summary>
    public TarRecord? TarRecord { get; set; }

    /// <summary>
    /// What of the engine's metadata describes the layer: the directory <c>layerdb/sha256/…</c> or <c>graph/…</c>, a snapshotter's record; null when nothing
    /// does.
    /// </summary>
    public Origin? Metadata { get; set; }

    /// <summary>What containerd calls it; null for the layers of other engines, and where no record of it is left.</summary>
    public SnapshotName? Snapshot { get; set; }

    /// <summary>Every image that has this layer in its chain, in the order of <see cref="Inventory.Images"/>.</summary>
    public List<Image> Images { get; } = [];

    public List<Container> Containers { get; } = [];

    /// <summary>The build step that made it, of the image where it is the top.</summary>
    public BuildStep? Step { get; set; }

    /// <summary>Position in <see cref="Inventory.Layers"/>.</summary>
    public int Index { get; set; } = -1;

    /// <summary>This layer and those below, nearest first. Bounded: a cycle ends it.</summary>
    public IEnumerable<Layer> Stack()
    {
        var seen = new HashSet<Layer>();
        for (Layer? at = this; at is not null && seen.Add(at); at = at.Parent)
            yield return at;
    }

    /// <summary>
    /// Those of <see cref="Stack"/> that a view from here shows: of a container all, of an image no <c>-init</c> layer. Docker's classic builder leaves such
    /// snapshots between those of its steps in containerd, where the image's own tars do not have what is in them.
    /// </summary>
    public IEnumerable<Layer> Shown() =>
        Role is LayerRole.Container or LayerRole.ContainerInit ? Stack() : Stack().Where(l => l.Role != LayerRole.ContainerInit);

    /// <summary>
    /// The layer that a view from here has next: of an image's the parent without <c>-init</c> layers between, which dockerd leaves below what it
    /// commits from a container's own snapshot; null at the bottom.
    /// </summary>
    public Layer? ShownBelow => Shown().Skip(1).FirstOrDefault();

    public override string ToString() => Id;
}

/// <summary>Where a layer's files lie, and how to read its deletions.</summary>
/// <param name="Source">The evidence that holds them.</param>
/// <param name="Root">The node of the layer's root directory.</param>
/// <param name="Whiteouts">The driver's spelling of deletions.</param>
/// <param name="IsWholeTree">True where the directory is the complete file system (vfs, btrfs,
/// overlay(1) <c>root</c>), so that what the layer changed is the difference from its parent.</param>
public sealed record LayerFiles(IEvidenceSource Source, int Root, IWhiteouts Whiteouts, bool IsWholeTree)
{
    /// <summary>The driver's marks as they stand on disk; <see cref="Whiteouts"/> adds those that the copy lost and the layer's record has.</summary>
    public IWhiteouts Marks { get; init; } = Whiteouts;

    /// <summary>A directory that files of the layer are redirected into for their bytes alone, as a layer; null: there is none.</summary>
    public Layer? Objects { get; init; }

    /// <summary>What the evidence that holds them can carry.</summary>
    public CopyFacts Copy { get; init; } = CopyFacts.Whole;

    public EvidenceTree Tree => Source.Tree;
}

/// <summary>The file that a layer is.</summary>
/// <param name="File">A tar, compressed or not.</param>
/// <param name="BlobDigest">The digest of its bytes as they lie, as recorded; null where none is.</param>
public sealed record LayerArchive(EntryRef File, string? BlobDigest);

/// <summary>What recorded the tar that a layer was stored from.</summary>
/// <param name="Source">The evidence that holds it.</param>
/// <param name="Node">The file: a tar-split, with the headers and a checksum of every file's bytes; or the tar itself.</param>
/// <param name="IsTar">Whether it is the tar itself, compressed or not.</param>
public sealed record TarRecord(IEvidenceSource Source, int Node, bool IsTar = false);
