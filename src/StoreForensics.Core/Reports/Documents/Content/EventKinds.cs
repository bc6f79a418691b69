using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Which events there can be millions of.</summary>
internal static class EventKinds
{
    /// <summary>Of a file in a layer or volume: the lower row of the histogram.</summary>
    public static bool IsFile(EventType type) => type is EventType.LayerFileModified or EventType.LayerFileChanged or EventType.LayerFileBorn
        or EventType.LayerFileAccessed or EventType.LayerFileDeleted or EventType.LayerFileTampered or (>= EventType.VolumeFileModified and <= EventType.VolumeFileAccessed);

    /// <summary>A plain file time: in the data files only. Deletions and signs of tampering are not plain.</summary>
    public static bool IsPlainFileTime(EventType type) =>
        type == EventType.StoreFileModified || (IsFile(type) && type is not (EventType.LayerFileDeleted or EventType.LayerFileTampered));
}
