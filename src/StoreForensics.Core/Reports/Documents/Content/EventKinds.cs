using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Which events there can be millions of, and which tell what happened.</summary>
internal static class EventKinds
{
    /// <summary>Of a file in a layer or volume: the lower row of the histogram.</summary>
    public static bool IsFile(EventType type) => type is EventType.LayerFileModified or EventType.LayerFileChanged or EventType.LayerFileBorn
        or EventType.LayerFileAccessed or EventType.LayerFileDeleted or EventType.LayerFileTampered
            or (>= EventType.VolumeFileModified and <= EventType.VolumeFileAccessed);

    /// <summary>A plain file time: in the data files only. Deletions and signs of tampering are not plain.</summary>
    public static bool IsPlainFileTime(EventType type) =>
        type is EventType.StoreFileModified or EventType.RecoveredFile or EventType.RecoveredFileDeleted
            || (IsFile(type) && type is not (EventType.LayerFileDeleted or EventType.LayerFileTampered));

    /// <summary>The engine's own bookkeeping around a turning point: it says the same again, a moment later.</summary>
    private static bool IsBookkeeping(EventType type) => type is EventType.LayerRegistered or EventType.LayerChildCreated or EventType.ContainerNetFiles
        or EventType.ContainerConfigSaved or EventType.ContainerHealth or EventType.ContentBlobCreated or EventType.ContentBlobUpdated
        or EventType.LeaseCreated or EventType.SnapshotCreated or EventType.BuildVertexStarted or EventType.BuildCacheCreated
        or EventType.BuildCacheUsed;

    /// <summary>What the timeline of a report for people has; everything is in the data files.</summary>
    public static bool IsTurningPoint(EventType type) => !IsPlainFileTime(type) && !IsBookkeeping(type);

    /// <summary>Of an image: told only of those that have a part of their own, as the steps of a classic build are images too.</summary>
    public static bool IsOfImage(EventType type) => type is EventType.ImageCreated or EventType.ImageRegistered;
}
