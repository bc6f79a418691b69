using StoreForensics.Stores.Drivers;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>What Podman, Buildah and CRI-O keep where (containers/storage v1.5x store.go, images.go, layers.go, containers.go; podman v5
/// libpod/sqlite_state.go, boltdb_state.go).</summary>
internal static class StorageLayout
{
    /// <summary>Of a store of this driver.</summary>
    public static IEnumerable<LayoutPlace> Of(string driver) =>
        [.. s_images, .. driver == "overlay" ? DriverLayouts.OfStorage(driver) : DriverLayouts.Of(driver), .. s_others];

    private static readonly LayoutPlace[] s_images =
    [
        new("{driver}-images/images.json", "Names and images", "A list of images as JSON: id, names, uppermost layer and the digests of what is kept with each. Look here first.",
            Readings.Json("*.id", "image")),
        new("{driver}-images/{image}/manifest", "An image's manifest", "Its configuration's and its layers' digests, as JSON.", Readings.Json("config.digest")),
        new("{driver}-images/{image}/=*", "An image's configuration and other documents",
            "A file for each, named by = and the Base64 of its digest or name: what a container of the image runs, its history, its layers' diff ids.", Readings.Bytes),
        new("{driver}-images/{image}", "An image's documents", "Named by the image's id, which is the SHA-256 of its configuration.", Readings.Names),
        new("{driver}-layers/layers.json", "The layers' list", "As JSON: id, parent, diff digest, sizes and when each was made.", Readings.Json("*.id", "layer")),
        new("{driver}-layers/volatile-layers.json", "The layers of containers", "The same for layers that need not outlive a crash.", Readings.Json("*.id")),
        new("{driver}-layers/{layer}.tar-split.gz", "The record of a layer's tar", "Headers and checksums of every file in it, from which the tar is made again.", Readings.Bytes),
    ];

    private static readonly LayoutPlace[] s_others =
    [
        new("{driver}-containers/containers.json", "The containers' list", "As JSON: id, names, image and own layer of each.", Readings.Json("*.id", "container")),
        new("{driver}-containers/volatile-containers.json", "The containers' list", "The same for containers that need not outlive a crash.", Readings.Json("*.id")),
        new("{driver}-containers/{container}/userdata/config.json", "What a container was started with", "Its OCI specification: command, environment, mounts, capabilities.",
            Readings.Json("hostname")),
        new("{driver}-containers/{container}/userdata/ctr.log", "What the container printed", "A line of time, stream and tag for each: what podman logs shows.", Readings.Bytes),
        new("{driver}-containers/{container}/userdata", "A container's own directory", "Its specification, log, secrets and the files that are mounted into it.", Readings.Names),
        new("{driver}-containers/{container}", "A container's directory", "Named by its id.", Readings.Names),
        new("db.sql", "Podman's database", "SQLite: containers with their whole configuration and state, pods, volumes, exit codes.", Readings.Known(Container)),
        new("libpod/bolt_state.db", "Podman's database", "bolt: containers with their whole configuration and state, pods, volumes.", Readings.Known(Container)),
        new("libpod", "Podman's state", "Its database and, of older versions, events.", Readings.Names),
        new("volumes/{volume}/_data", "The data of a volume", "What containers see where the volume is mounted. It outlives them.", Readings.Names),
        new("secrets/secrets.json", "Secrets", "Names and times of secrets; their values lie in filedriver beside it.", Readings.Json("secrets.*.name")),
        new("cache/blob-info-cache-v1.boltdb", "Which registry had which blob", "A bolt database: where layers were seen, so that they need not be pulled again.", Readings.Bytes),
        new("cache/blob-info-cache-v1.sqlite", "Which registry had which blob", "SQLite: where layers were seen, so that they need not be pulled again.", Readings.Bytes),
        new("defaultNetworkBackend", "The network program", "netavark or cni, as text.", Readings.Text),
        new("networks", "Networks", "A JSON file for each that was made.", Readings.Names),
        new("tmp", "Temporary files", "What is in it was left by a command that was cut off.", Readings.Names),
    ];

    private static (string, string?)? Container(LayoutScope scope) => scope.Names.Container is { } c ? ($"container › {c.Id}", c.Name) : null;
}
