using StoreForensics.Timeline;

namespace StoreForensics.Reports.Html.Data;

/// <summary>The few kinds of events that the histogram tells apart by colour. The numbers are in the style sheet and the script too.</summary>
internal static class EventGroups
{
    /// <summary>In the order of the stack, lowest first: the many files lie on top of the few events that matter more.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["Containers", "Images and builds", "Engine, volumes, networks", "Container logs", "Deleted or tampered", "Files"];

    /// <summary>Index into <see cref="Names"/>.</summary>
    public static int Of(EventType type) => type switch
    {
        EventType.ImageCreated or EventType.ImageImported or EventType.ImageCommitted or EventType.BuildStep or EventType.ImageRegistered
            or (>= EventType.BuildStarted and <= EventType.BuildCompleted)
            or EventType.LayerRegistered or EventType.LayerChildCreated or EventType.ImageTagged or EventType.ImageTagRemoved => 1,
        EventType.ContainerCreated or EventType.ContainerStarted or EventType.ContainerNetFiles or EventType.ContainerHealth
            or EventType.ContainerFinished or EventType.ContainerConfigSaved or EventType.LinkCreated => 0,
        EventType.ContainerLog or EventType.ContainerLogRotated => 3,
        EventType.LayerFileDeleted or EventType.LayerFileTampered or >= EventType.RecoveredContainer => 4,
        EventType.LayerFileModified or EventType.LayerFileChanged or EventType.LayerFileBorn or EventType.LayerFileAccessed
            or (>= EventType.VolumeFileModified and <= EventType.VolumeFileAccessed) => 5,
        _ => 2,
    };
}
