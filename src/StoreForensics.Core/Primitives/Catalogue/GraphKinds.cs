using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The store of Docker 0.5 to 1.9: GRAPH, LINKGRAPH.</summary>
internal static class GraphKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-GRAPH-0001", "An image has no json file.",
            "The image is missing, with its place in the history of others. Its layer, if there is one, shows as an orphan."),
        Warning("SF-GRAPH-0002", "An image calls itself otherwise than its directory's name.",
            "The directory's name counts; the file was altered or copied."),
        Damage("SF-GRAPH-0003", "An image's time of creation is no time.",
            "When it was made is unknown. Its other facts hold."),
        Damage("SF-GRAPH-0004", "A layer's size is no number.",
            "Sizes of images with it are unknown. Its files are whole."),
        Damage("SF-GRAPH-0005", "A tag points to an image that is not in graph/.",
            "That image is missing: removed by hand, or damaged. Other tags hold."),
        Note("SF-GRAPH-0006", "Something in graph/ is neither an image's directory nor an engine's.",
            "It is not read. No image is missing."),
        Damage("SF-GRAPH-0007", "The parent of an image is not in graph/.",
            "History, sizes and files end there: older steps are missing."),
        Damage("SF-GRAPH-0008", "The chain of parents of an image comes back to itself.",
            "It is cut there: altered. The steps up to that point are shown."),
        Note("SF-GRAPH-0009", "An image has no layersize file.",
            "Its size is that in its json, if there is one; every engine after 0.5 wrote the file."),
        Warning("SF-GRAPH-0010", "There are images and no repositories file.",
            "The tags of all images are unknown. The images are whole."),
        WarningOrDamage("SF-GRAPH-0011", "The directory with an image's files is missing.",
            "Views with this image lack its files. Warning: the root was migrated to 1.10, whose engine leaves such records when it removes an image."),
        Damage("SF-LINKGRAPH-0001", "linkgraph.db cannot be read.",
            "Names and links of containers are unknown where their configuration has none; rows found in its bytes are shown as recovered."),
        Note("SF-LINKGRAPH-0002", "A container has another name in linkgraph.db than in its configuration.",
            "It was renamed, or one of the two was altered. The configuration counts."),
        Note("SF-LINKGRAPH-0003", "There are containers and no linkgraph.db.",
            "Links are unknown, and names where the configuration has none. Docker before 0.6.5 had no such file."),
        Damage("SF-LINKGRAPH-0004", "A row of linkgraph.db holds something else than text where names and ids belong.",
            "That name or link is missing. Others are read."),
        Damage("SF-LINKGRAPH-0005", "linkgraph.db has more rows than are read.",
            "Names and links behind the limit are missing."),
    ];
}
