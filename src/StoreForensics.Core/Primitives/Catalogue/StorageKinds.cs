using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The stores of Podman, Buildah and CRI-O: STORAGE, LIBPOD, CRIO.</summary>
internal static class StorageKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-STORAGE-0001", "An index of containers/storage is no list.",
            "Nothing of it is read: images, layers or containers are missing from all that is told."),
        Damage("SF-STORAGE-0002", "A record of an index has no id.",
            "It is passed over. Other records hold."),
        Damage("SF-STORAGE-0003", "The layer below a layer is not in the index of layers.",
            "Views end there: files of what is below are missing from them."),
        Damage("SF-STORAGE-0004", "The configuration of an image is not in the evidence.",
            "Its steps are unknown. Its layers and files are told by the index."),
        Damage("SF-STORAGE-0005", "The top layer of an image is not in the index of layers.",
            "The image's files are unknown. Its configuration holds."),
        Damage("SF-STORAGE-0006", "An image's configuration and the index of layers do not agree.",
            "Layers are told as the index stacks them: the configuration or the index was altered."),
        Warning("SF-STORAGE-0007", "The layer of a container is not in the index of layers.",
            "What the container changed may be unknown. Its settings and logs hold."),
        Damage("SF-STORAGE-0008", "Parts that every root of containers/storage keeps are not in the evidence.",
            "Not collected, or gone: the message says which. What they would tell is unknown."),
        Note("SF-STORAGE-0009", "The store is transient: its containers were recorded in /run, which is not in the evidence.",
            "A reboot, or copying a disk alone, loses them. What is left of containers was not removed by anybody because of that."),
        Damage("SF-STORAGE-0010", "A layer is kept by composefs, and its image cannot be read.",
            "Its names, owners and times are in that image: none of its files are shown. Their bytes lie in the layer's diff directory, by their digests."),
        Damage("SF-LIBPOD-0001", "Podman's database cannot be read.",
            "Commands, states, mounts and pods of containers are unknown. Images, layers and files hold."),
        Damage("SF-LIBPOD-0002", "Podman's database lacks a table.",
            "What that table holds is unknown. Other tables hold."),
        Note("SF-LIBPOD-0003", "A container's log is in the host's journal.",
            "Its lines are not among the logs: the journal is not read as a container's log."),
        Damage("SF-LIBPOD-0004", "A line of Podman's events is no event.",
            "It is left out; lines before and after it are told."),
        Damage("SF-LIBPOD-0005", "Podman's database is not in the evidence.",
            "Commands, states, mounts and pods of its containers are unknown. Names, images and files hold."),
        Warning("SF-LIBPOD-0006", "A log was asked for that lies in the host's journal.",
            "No line of it is shown. The message says where the journal is, and by which field its lines are found."),
        Note("SF-CRIO-0001", "CRI-O had not been stopped when the evidence was taken.",
            "States are those that it last wrote. At its next start it may repair or remove what it has."),
        Note("SF-CRIO-0002", "A node of CRI-O has logs of pods and no containers.",
            "CRI-O removes its containers by itself after a reboot. The logs are told under the pods' names."),
    ];
}
