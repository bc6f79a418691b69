using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Storage drivers: AUFS, DEVMAP, OVERLAY, WINDOWS.</summary>
internal static class DriverKinds
{
    public static readonly ProblemKind[] All =
    [
        Warning("SF-AUFS-0001", "The list of layers below a layer (aufs/layers) is missing.",
            "What a mount would have shown below is not recorded; the image's parents are followed."),
        Damage("SF-AUFS-0002", "A line of the list of layers below is no layer's name.",
            "The list was damaged; the layers it named from there on are unknown."),
        Warning("SF-AUFS-0003", "The list of layers below a layer does not go on as that of the nearest of them.",
            "One of the two was cut off or altered: a mount may have shown other files than the view."),
        Warning("SF-DEVMAP-0001", "The thin pool of the devicemapper driver is of another transaction than the engine recorded.",
            "The last change of a layer was interrupted, or the pool and the store are not of one time. What is there is read."),
        Note("SF-DEVMAP-0002", "A thin pool has devices that the devicemapper driver's metadata does not name.",
            "What was removed may still be in them. They are file systems of the evidence, and no layers."),
        Note("SF-OVERLAY-0001", "A layer was mounted when the evidence was taken.",
            "Its merged view is a copy and is not read. The container was running, or not shut down cleanly."),
        Damage("SF-OVERLAY-0002", "No directory is known by the name of a layer below.",
            "Its directory is gone, or its link file and the link in l/ are. Views follow the layer database where it knows the layer; else they go on with the next."),
        Warning("SF-OVERLAY-0003", "A short link points to another layer than the one that has it as its own.",
            "The layer's own word counts; the link was altered, and a mount would have followed it."),
        Damage("SF-OVERLAY-0004", "A layer's link file is missing or empty.",
            "Layers above may not find it by its short name; the links in l/ are used."),
        Damage("SF-OVERLAY-0005", "A layer's lower file is missing or empty, and it has layers below.",
            "What a mount would have shown below is not recorded; the layer database's parents are followed."),
        Damage("SF-OVERLAY-0006", "A layer's lower file does not go on as that of the next below.",
            "One of them was altered: a mount may have shown other files than the view."),
        Note("SF-OVERLAY-0007", "The short links to layers (l/) are not in the evidence.",
            "Copies without symbolic links lose them. Each layer's own link file says the same: nothing is missing."),
        Damage("SF-WINDOWS-0001", "Layers are those of Windows, which are not read.",
            "Images, containers and logs are told; the files in the layers are not. They are in the evidence: look with other tools."),
    ];
}
