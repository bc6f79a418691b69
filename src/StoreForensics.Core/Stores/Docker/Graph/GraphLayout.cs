using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>What Docker 0.5 to 1.9 keeps of images (moby v0.7.2 graph.go, tags.go, image.go; v1.9.1 graph/).</summary>
internal static class GraphLayout
{
    public static IEnumerable<LayoutPlace> Images { get; } =
    [
        new("repositories-{driver}", "Tags", "Which image a name stands for: repositories, and in each its tags with the id of an image, as JSON. Look here first.",
            Readings.Json("Repositories.*.*", "image")),
        new("graph/{image}", "An image", "A directory for each image and each of its parents, named by the id that the tags or a child give.", Readings.Names),
        new("graph/{image}/json", "An image's configuration",
            "When it was made, by which command, from which parent, and what a container of it runs, as JSON. Each image is one step and one layer.",
            Readings.Json("created")),
        new("graph/{image}/layersize", "An image's size", "Bytes that it adds to its parent, as text. The whole size is the sum along the parents.", Readings.Text),
        new("graph/{image}/parent", "An image's parent", "The id of the image below; Docker 1.9 writes it beside the JSON.", Readings.Text),
        new("graph/{image}/checksum", "A checksum of the layer", "Of the tar that was pulled or pushed; later versions write digest instead.", Readings.Text),
        new("graph/{image}/digest", "The digest of the layer", "Of the compressed tar that was pulled or pushed.", Readings.Text),
        new("graph/{image}/tar-data.json.gz", "The record of the layer's tar", "Headers and checksums of every file, from which the tar is made again (Docker 1.8 and later).",
            Readings.Bytes),
        new("graph/{image}/v1Compatibility", "The configuration as it was pulled", "Kept by Docker 1.8 and 1.9 byte for byte.", Readings.Bytes),
        new("graph/_tmp", "Half-made images", "An image is put together here and moved when it is whole; what is in it was left by a pull or build that was cut off.",
            Readings.Names),
    ];
}
