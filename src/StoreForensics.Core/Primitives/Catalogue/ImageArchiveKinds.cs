using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Images as files: ARCHIVE; and registries: REGISTRY; checkpoints: CHECKPOINT.</summary>
internal static class ImageArchiveKinds
{
    public static readonly ProblemKind[] All =
    [
        Note("SF-ARCHIVE-0001", "An archive of images holds none.",
            "Its records name no image. Nothing is missing from what is told."),
        Damage("SF-ARCHIVE-0002", "The configuration of an archived image is not there.",
            "The image's steps and settings are unknown. Its layers are told as far as a manifest lists them."),
        Warning("SF-ARCHIVE-0003", "A layer of an archived image is no tar that can be read.",
            "Views of its images lack its files. It may be content of another kind that is kept as a layer."),
        Note("SF-ARCHIVE-0004", "Nothing of what a name leads to is in the archive.",
            "The name is not listed. Archives may leave out what was not fetched, such as other platforms."),
        Note("SF-ARCHIVE-0005", "An archive keeps something that is no image.",
            "It is named and not looked into: statements about images, charts, signatures and the like."),
        Damage("SF-ARCHIVE-0006", "Configuration and manifest of an archived image have different numbers of layers.",
            "Which file is which layer is taken by counting from the bottom. No engine takes such an image."),
        Damage("SF-ARCHIVE-0007", "A name in an archive points to an image that is not in it.",
            "The name is left out. Other images hold."),
        Damage("SF-REGISTRY-0001", "A link of a registry holds no digest.",
            "What it pointed to is taken from its directory's name where that says it, and is unknown elsewhere."),
        Damage("SF-CHECKPOINT-0001", "A record of a checkpoint's process images is cut.",
            "Processes, command lines or open files that would follow are unknown. What came before holds."),
    ];
}
