using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Containers and volumes: CONTAINER, VOLUME.</summary>
internal static class ContainerKinds
{
    public static readonly ProblemKind[] All =
    [
        Warning("SF-CONTAINER-0001", "A container has no configuration file.",
            "Only its id is known: an interrupted creation or removal, or its files were lost or not copied."),
        Warning("SF-CONTAINER-0002", "A container calls itself otherwise than its directory's name.",
            "The directory's name counts; the file was altered or copied."),
        Note("SF-CONTAINER-0003", "Something in containers/ is no directory.",
            "It is not read. No container is missing."),
        Warning("SF-CONTAINER-0004", "A directory's name in containers/ is no container id.",
            "It is not read as a container: renamed or planted."),
        Warning("SF-CONTAINER-0005", "The layer database has no mount of a container.",
            "Which layer is its own is unknown, and with it what it changed: an interrupted creation or removal."),
        Damage("SF-CONTAINER-0006", "The top layer of a container's image is not in the layer database.",
            "Its view ends at the container's own layers: all files of the image are missing from it."),
        Damage("SF-CONTAINER-0007", "A container's own directory of the driver is missing.",
            "What the container changed is missing. A cut or partial copy, damage and removal look alike."),
        Warning("SF-CONTAINER-0008", "A container has no hostconfig.json.",
            "Its privileges, networking, mounts and restart policy are unknown."),
        Warning("SF-CONTAINER-0009", "A container was started, and its log is missing.",
            "What it wrote is missing: deleted, or never kept."),
        Warning("SF-CONTAINER-0010", "The layer database does not name a container's -init layer.",
            "What the engine put into the container is not told from its own changes."),
        Warning("SF-CONTAINER-0011", "The layer database does not say what a container is based on.",
            "What its image, or its driver, says is taken. Was the record altered, the view may be of another base."),
        Warning("SF-CONTAINER-0021", "A container's configuration file cannot be read or is missing, and one under a temporary name beside it is used.",
            "What is said of the container is what the engine was writing when it was stopped, and names that file as its origin."),
        Warning("SF-VOLUME-0001", "A volume's data is a link.",
            "It is not followed: what is behind it is not examined. Look where it leads."),
        Note("SF-VOLUME-0002", "volumes/metadata.db is missing.",
            "Drivers, labels and options of volumes are unknown. Their files are there."),
    ];
}
