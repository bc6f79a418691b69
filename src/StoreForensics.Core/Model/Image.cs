using StoreForensics.Evidence;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>A reference to an image, as Docker prints it.</summary>
/// <param name="Repository">Without <c>docker.io/</c> and <c>library/</c>.</param>
/// <param name="Tag">Null for a reference by digest alone.</param>
/// <param name="Digest">Null where none is recorded.</param>
public sealed record ImageReference(string Repository, string? Tag, string? Digest)
{
    /// <summary>The registry before the first slash; null where there is none. It has a dot or
    /// a port, as the engine decides it (distribution/reference, splitDockerDomain).</summary>
    public string? Registry =>
        Repository.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && Repository.AsSpan(0, slash).IndexOfAny('.', ':') >= 0 ? Repository[..slash]
            : null;

    public override string ToString() => Tag is not null ? $"{Repository}:{Tag}" : $"{Repository}@{Digest}";
}

/// <summary>A second record of an image.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Origin">The file.</param>
/// <param name="Record">The same as an entry; null when it is not in reach.</param>
public sealed record EarlierRecord(string Id, Origin Origin, EntryRef? Record);

/// <summary>An image of any era. Null is unknown.</summary>
public sealed class Image
{
    // Builders write the two a moment apart.
    private const int StampTolerance = 5;

    /// <summary>Graph era: 64 or 16 hex digits; content-addressed: <c>sha256:</c> and 64.</summary>
    public required string Id { get; init; }

    /// <summary>Of a removed one the store that it was in.</summary>
    public required StoreInfo Store { get; set; }

    /// <summary>What is said of an image that was removed and recovered; null for one that is there.</summary>
    public Recovery? Recovery { get; set; }

    /// <summary>The file that describes it.</summary>
    public required Origin Origin { get; init; }

    /// <summary>The same as an entry; null when it is not in reach.</summary>
    public EntryRef? Record { get; init; }

    /// <summary>The digest of <see cref="Record"/>'s bytes that the engine recorded (by the image's id); null where ids were drawn at random.</summary>
    public string? RecordedDigest { get; init; }

    /// <summary>Tags and digests that point to it, in byte order.</summary>
    public List<ImageReference> References { get; } = [];

    /// <summary>Set by whoever made the image, on that host's clock.</summary>
    public RecordedTime? Created { get; init; }

    /// <summary>The newest of its steps' own times; null where none has one.</summary>
    public Timestamp? NewestStep => Steps.Select(s => s.Created?.Time).Where(t => t is { IsUsable: true }).Max();

    /// <summary>Whether it says that it is older than its newest step: its builder was told to date it so (SOURCE_DATE_EPOCH), or somebody set one of the
    /// two.</summary>
    public bool IsOlderThanItsSteps =>
        Created is { Time: { IsUsable: true } created } && NewestStep is { } step && step.Seconds > created.Seconds + StampTolerance;

    /// <summary>When it was made by its own word, on its builder's clock: <see cref="Created"/>, or its newest step's time where that is later.</summary>
    public Timestamp? Made => IsOlderThanItsSteps ? NewestStep : Created?.Time;

    /// <summary>When it became known on this host (a file's mtime).</summary>
    public Timestamp? Registered { get; set; }

    /// <summary>The file that <see cref="Registered"/> was read from.</summary>
    public Origin? RegisteredOrigin { get; set; }

    /// <summary>Records of the same image in an earlier store of the same root, which a migration left; empty for nearly all.</summary>
    public List<EarlierRecord> EarlierRecords { get; } = [];

    public string? ParentId { get; set; }

    /// <summary>Null when it has none, or when it is not in the evidence.</summary>
    public Image? Parent { get; set; }

    public string? Comment { get; init; }

    public string? Author { get; init; }

    public string? DockerVersion { get; init; }

    public string? Architecture { get; init; }

    public string? Os { get; init; }

    /// <summary>The container that it was committed from, builds included.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The configuration of that container; for a build its command is the build step.</summary>
    public ContainerConfig? ContainerConfig { get; init; }

    /// <summary>Defaults for containers of this image.</summary>
    public ContainerConfig? Config { get; init; }

    /// <summary>This image's own bytes as recorded.</summary>
    public long? OwnSize { get; set; }

    /// <summary>Its own and its parents' bytes; null when any part is unknown.</summary>
    public long? TotalSize { get; set; }

    /// <summary>Bottom first.</summary>
    public List<Layer> Layers { get; } = [];

    /// <summary>The layers that its configuration lists, bottom first, each as the digest of it with all below; empty in the graph era.</summary>
    public IReadOnlyList<string> ChainIds { get; set; } = [];

    /// <summary>Whether its configuration says that it has no layers (<c>FROM scratch</c> with metadata alone): nothing of it is missing.</summary>
    public bool IsWithoutLayers { get; init; }

    /// <summary>Oldest first.</summary>
    public List<BuildStep> Steps { get; } = [];

    /// <summary>Whether another image has it as parent.</summary>
    public bool HasChildren { get; set; }

    /// <summary>Neither tagged nor anybody's parent.</summary>
    public bool IsDangling => References.Count == 0 && !HasChildren;

    /// <summary>Untagged, and somebody's parent: listed only with <c>--all</c>.</summary>
    public bool IsIntermediate => References.Count == 0 && HasChildren;

    /// <summary>The namespace that it is in, of plain containerd and of Kubernetes; null for Docker's and for the images of other engines.</summary>
    public string? ContainerdNamespace { get; init; }

    /// <summary>How it came to be, as inferred, with the signs; null for stores in which nothing was looked for.</summary>
    public Provenance? Provenance { get; set; }

    /// <summary>What is stated about it in content that came with it: provenance, lists of what it holds.</summary>
    public List<BuildArtifact> Attestations { get; } = [];

    /// <summary>The provenances among <see cref="Attestations"/>, read.</summary>
    public List<BuildProvenance> Provenances { get; } = [];

    /// <summary>What names it in reports: its references, else its id shortened to 12.</summary>
    public IEnumerable<string> DisplayNames => References.Count > 0 ? References.Select(r => r.ToString()) : [ShortId];

    public string ShortId => Id.StartsWith("sha256:", StringComparison.Ordinal) ? Id[7..Math.Min(19, Id.Length)] : Id[..Math.Min(12, Id.Length)];
}

/// <summary>One step of an image's history.</summary>
public sealed class BuildStep
{
    /// <summary>1 is the oldest.</summary>
    public required int Number { get; init; }

    public RecordedTime? Created { get; init; }

    /// <summary>The command as recorded; empty where the image has none.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The Dockerfile line it came from, cleaned; empty where none can be told.</summary>
    public required string Instruction { get; init; }

    /// <summary>Bytes as recorded; null when unknown.</summary>
    public long? Size { get; init; }

    /// <summary>The layer that it made; null when empty or missing.</summary>
    public Layer? Layer { get; init; }

    /// <summary>True where step and layer were joined by counting, as in image configurations of 1.10 and later.</summary>
    public bool LayerIsInferred { get; init; }

    public bool IsEmptyLayer { get; init; }

    public string? Comment { get; init; }

    public string? Author { get; init; }

    /// <summary>The image that stands for this step, where one does.</summary>
    public string? ImageId { get; init; }

    public required Origin Origin { get; init; }
}

/// <summary>A time as recorded in metadata: the moment, and the text that said so.</summary>
/// <param name="Time">In UTC.</param>
/// <param name="Text">The original text, offset and all.</param>
public readonly record struct RecordedTime(Timestamp Time, string Text);
