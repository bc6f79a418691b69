using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>The stores of containerd: CONTAINERD.</summary>
internal static class ContainerdKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-CONTAINERD-0001", "Parts that every containerd keeps are not in the evidence.",
            "Not collected, or gone: the message says which. What they would tell is unknown."),
        Damage("SF-CONTAINERD-0002", "A snapshot has no number, or that of another.",
            "Its files cannot be told. Other snapshots hold."),
        Damage("SF-CONTAINERD-0003", "A snapshot is unknown to the snapshotter that should have it.",
            "Its files cannot be told, and views that need it lack them: one of the two databases was altered, or is older than the other."),
        Damage("SF-CONTAINERD-0004", "An image record points to nothing.",
            "The name is left out. Other images hold."),
        Note("SF-CONTAINERD-0005", "The configuration of an image is not in the evidence.",
            "Its steps and layers are unknown: of another platform and never fetched, or removed."),
        Damage("SF-CONTAINERD-0006", "The other half of a Docker that keeps its images in containerd is not in the evidence.",
            "Names, settings, states and logs of its containers are missing. Images and files are told."),
        Warning("SF-CONTAINERD-0007", "containerd has no snapshot of a container.",
            "What the container changed is unknown. Its settings and logs hold."),
        Warning("SF-CONTAINERD-0008", "The status file of a Kubernetes container is not in the evidence.",
            "When it started and ended, and with what code, is unknown. Its settings and files hold."),
        Damage("SF-CONTAINERD-0009", "Layers of a snapshotter are there, and their files are not read.",
            "Views, changes and findings are without them. Names, records and other snapshotters hold."),
        Damage("SF-CONTAINERD-0010", "Blobs that containerd recorded are not there, or have another size.",
            "Not collected, removed or altered since: images that need them are told as far as the others go. The message names them."),
        Damage("SF-CRILOG-0001", "A line of a Kubernetes container's log is no record.",
            "It is left out; lines before and after it are told."),
        Damage("SF-CRILOG-0002", "A log of a Kubernetes container cannot be read to its end.",
            "Lines behind that place are missing."),
    ];
}
