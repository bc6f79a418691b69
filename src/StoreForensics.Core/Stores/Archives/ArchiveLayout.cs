using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Archives;

/// <summary>What saved images hold where (moby v1.2 and v25 image/tarexport; OCI image-spec image-layout.md).</summary>
internal static class ArchiveLayout
{
    private const string Deletion =
        "A layer's tar spells it by an empty file .wh.NAME beside where NAME was, and a directory that was made anew by .wh..wh..opq in it.";

    public static IEnumerable<LayoutPlace> All { get; } =
    [
        new("manifest.json", "Names, configurations and layers", "For each image its configuration, its names and its layers' tars, lowest first, as JSON. Look here first.",
            Readings.Json("*.RepoTags.*")),
        new("repositories", "Tags", "Which image a name stands for, as JSON; alone in archives of before Docker 1.10, where it is to be looked at first.", Readings.Json("*.*")),
        new("oci-layout", "A mark that this is an OCI layout", "With the version of the layout, as JSON.", Readings.Json("imageLayoutVersion")),
        new("index.json", "What images there are", "Descriptors of manifests, with names as annotations, as JSON. Look here first in an OCI layout.", Readings.Json("manifests.*.digest")),
        new("blobs/sha256/{image}", "An image's configuration",
            "What a container of it runs, its history and its layers' diff ids, as JSON. Its name is the SHA-256 of its bytes.", Readings.Json("created")),
        new("{image}.json", "An image's configuration",
            "What a container of it runs, its history and its layers' diff ids, as JSON. Its name is the SHA-256 of its bytes.", Readings.Json("created")),
        new("blobs/sha256/*", "A content blob", "An index, a manifest, a configuration or a layer's tar; its name is the SHA-256 of its bytes.", Readings.Bytes),
        new("*/json", "A layer as an image of its own", "As Docker before 1.10 kept each: when it was made, by which command, from which parent.", Readings.Json("created")),
        new("*/VERSION", "The version of the layout", "Always 1.0.", Readings.Text),
        new("*/layer.tar", "A layer's files", "A tar of what the layer adds and changes. " + Deletion, Readings.Bytes),
        new("*.tar", "A layer's files", "A tar of what the layer adds and changes. " + Deletion, Readings.Bytes),
    ];
}
