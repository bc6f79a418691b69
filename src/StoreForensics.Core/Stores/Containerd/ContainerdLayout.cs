using StoreForensics.Stores.Drivers;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Containerd;

/// <summary>What containerd keeps where (containerd v1.7 and v2.0 core/metadata/buckets.go, plugins/content/local, plugins/snapshots,
/// internal/cri/store).</summary>
internal static class ContainerdLayout
{
    private const string Database = "io.containerd.metadata.v1.bolt/meta.db", Blobs = "io.containerd.content.v1.content/blobs/sha256",
        Snapshots = "io.containerd.snapshotter.v1.{driver}";

    /// <summary>Of a store of this snapshotter.</summary>
    public static IEnumerable<LayoutPlace> Of(string snapshotter) => [.. s_common, .. snapshotter switch
    {
        "native" => s_native,
        "erofs" => s_erofs,
        _ => s_overlay,
    }];

    private static readonly LayoutPlace[] s_common =
    [
        new(Database, "Names, images and containers",
            "A bolt database, a bucket for each namespace (moby is Docker's, k8s.io Kubernetes'): images with the digest that a name stands for, containers with their"
            + " specification, and what each snapshot and blob is called. Look here first.", Readings.Known(Image)),
        new(Blobs + "/{config}", "An image's configuration",
            "What a container of it runs, its history and its layers' diff ids, as JSON. Its name is the SHA-256 of its bytes.", Readings.Json("created")),
        new(Blobs + "/*", "A content blob", "An index, a manifest, a configuration or a layer's compressed tar, as it was pulled or built; its name is the SHA-256 of its bytes.",
            Readings.Bytes),
        new("io.containerd.content.v1.content/ingest/*/ref", "A half-made blob", "What a pull or build that was cut off was about to fetch.", Readings.Text),
        new("io.containerd.content.v1.content/ingest", "Half-made blobs", "What is in it was left by a pull or build that was cut off.", Readings.Names),
        new(Snapshots + "/metadata.db", "The snapshots' database", "A bolt database: number, parent and size of each snapshot, by the name that its user gave it: a chain id for a layer,"
            + " the container's id for what it writes to.", Readings.Known(Snapshot)),
        new("io.containerd.grpc.v1.cri/containers/{container}/status", "A container's state, for Kubernetes",
            "When it was made, started and ended, and with which code, as JSON.", Readings.Json("*.CreatedAt")),
        new("io.containerd.grpc.v1.cri/sandboxes/*", "A pod's sandbox", "A directory for each pod that is or was on the node: host names, name servers.", Readings.Names),
        new("io.containerd.runtime.v2.task/*/*/config.json", "What a container was started with", "Its OCI specification, in the bundle of its task.", Readings.Json("hostname")),
        new("io.containerd.grpc.v1.introspection/uuid", "The engine's id", "Drawn at random at the first start.", Readings.Text),
        new("tmpmounts", "Temporary mounts", "Of layers while they are unpacked or compared.", Readings.Names),
    ];

    private static readonly LayoutPlace[] s_overlay =
    [
        new(Snapshots + "/snapshots/{layer}/fs", "A layer's files",
            "A directory for each snapshot, by number. A layer holds what it adds and changes, each file whole; everything else shows through from the layers below.",
            Readings.Names),
        .. DriverLayouts.OverlayDeletions(Snapshots + "/snapshots/{layer}/fs"),
        new(Snapshots + "/snapshots/{own}/fs", "A container's own files", "What the container added, changed and deleted, live.", Readings.Names),
        new(Snapshots + "/snapshots/{own}/work", "The kernel's scratch space", "For the mount of the container's view; no facts of its own.", Readings.Names),
    ];

    private static readonly LayoutPlace[] s_native =
    [
        new(Snapshots + "/snapshots/{layer}", "A layer's whole tree",
            "A directory for each snapshot, by number. This snapshotter copies everything from the layer below first: what the layer changed is the difference.",
            Readings.Names),
        new(Snapshots + "/snapshots/{own}", "A container's whole tree", "The image's files and the container's own together.", Readings.Names),
        new(Snapshots + "/snapshots/{deleted name}", "A deletion", "There is no mark: the name is missing that the layer below has.")
            { IsToldAlways = true, Search = _ => Evidence.EvidenceTree.None },
    ];

    private static readonly LayoutPlace[] s_erofs =
    [
        new(Snapshots + "/snapshots/{layer}/layer.erofs", "A layer's files", "A file system of its own, made of the layer's tar, for each snapshot by number.", Readings.Bytes),
        new(Snapshots + "/snapshots/{own}/fs", "A container's own files", "What the container added, changed and deleted, live.", Readings.Names),
        .. DriverLayouts.OverlayDeletions(Snapshots + "/snapshots/{own}/fs"),
    ];

    private static (string, string?)? Image(LayoutScope scope) => scope.Names.Image is { References: [var first, ..] } image
        ? ($"v1 › {image.ContainerdNamespace ?? "moby"} › images › {first}", image.Id) : null;

    private static (string, string?)? Snapshot(LayoutScope scope) =>
        scope.Names.Image?.Layers.LastOrDefault() is { Snapshot: { } name } layer ? ($"v1 › snapshots › {name.Namespace}/…/{name.Key}", "snapshot " + layer.Id) : null;
}
