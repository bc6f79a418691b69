using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>What Docker 1.10 and later keep of images with a graph driver (moby v20.10 image/fs.go, reference/store.go, layer/filestore.go,
/// distribution/metadata).</summary>
internal static class LayeredLayout
{
    public static IEnumerable<LayoutPlace> Images { get; } =
    [
        new("image/{driver}/repositories.json", "Tags",
            "Which image a name stands for: repositories, and in each its references, name:tag or name@digest, with the id of an image, as JSON. Look here first.",
            Readings.Json("Repositories.*.*", "image")),
        new("image/{driver}/imagedb/content/sha256/{image}", "An image's configuration",
            "What a container of it runs, its history and its layers, as JSON. The file's name is the SHA-256 of its bytes, and is the image's id.",
            Readings.Json("created")),
        new("image/{driver}/imagedb/metadata/sha256/{image}/parent", "An image's parent", "The image that the classic builder made it from, one step back.",
            Readings.Text),
        new("image/{driver}/imagedb/metadata/sha256/{image}/lastUpdated", "When an image was last tagged here", "By this host's clock, as text.", Readings.Text),
        new("image/{driver}/layerdb/sha256/{chain}", "A layer's record",
            "A directory for each layer of images, named by its chain id: the digest of its own diff id and the chain id below. The configuration lists the diff ids.",
            Readings.Names),
        new("image/{driver}/layerdb/sha256/{chain}/diff", "A layer's diff id", "The SHA-256 of its uncompressed tar, as the image's configuration lists it.", Readings.Text),
        new("image/{driver}/layerdb/sha256/{chain}/parent", "The layer below", "Its chain id; a base layer has no such file.", Readings.Text),
        new("image/{driver}/layerdb/sha256/{chain}/size", "A layer's size", "Bytes of its files, as text. An image's size is the sum over its layers.", Readings.Text),
        new("image/{driver}/layerdb/sha256/{chain}/cache-id", "Where a layer's files lie", "The name of the driver's directory for the layer.", Readings.Text),
        new("image/{driver}/layerdb/sha256/{chain}/tar-split.json.gz", "The record of the layer's tar",
            "Headers and checksums of every file in it, from which the tar is made again: what was altered in the directory since differs from it.", Readings.Bytes),
        new("image/{driver}/layerdb/mounts/{container}/mount-id", "Where a container's own files lie", "The name of the driver's directory that the container writes to.",
            Readings.Text),
        new("image/{driver}/layerdb/mounts/{container}/init-id", "The container's init layer",
            "The driver's directory between image and container, with the mount points that the engine makes.", Readings.Text),
        new("image/{driver}/layerdb/mounts/{container}/parent", "The image that the container stands on", "The chain id of the image's uppermost layer.", Readings.Text),
        new("image/{driver}/layerdb/tmp", "Half-made layers", "What is in it was left by a pull, build or load that was cut off.", Readings.Names),
        new("image/{driver}/distribution/v2metadata-by-diffid/sha256/*", "Where a layer was pulled from or pushed to", "The registry's digest and repository for a diff id, as JSON.",
            Readings.Json("*.SourceRepository")),
        new("image/{driver}/distribution/diffid-by-digest/sha256/*", "The diff id of a pulled layer", "Named by the digest of the compressed tar.", Readings.Text),
    ];
}
