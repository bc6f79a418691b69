using StoreForensics.Timeline;

namespace StoreForensics.Reports.Text;

/// <summary>What file-system timeline formats want to know of an event and the timeline does not spell: which of the four times, and of what.</summary>
internal static class EventFacts
{
    /// <summary>Which of a file's times it is: <c>m</c>, <c>a</c>, <c>c</c> or <c>b</c>; null where it is no time of a file.</summary>
    public static char? FileTime(this EventType type) => type switch
    {
        EventType.LayerFileModified or EventType.VolumeFileModified or EventType.StoreFileModified => 'm',
        EventType.LayerFileAccessed or EventType.VolumeFileAccessed => 'a',
        EventType.LayerFileChanged or EventType.VolumeFileChanged => 'c',
        EventType.LayerFileBorn or EventType.VolumeFileBorn => 'b',
        _ => null,
    };

    /// <summary>Whether it is about a file: of a layer, a volume, or the store's own.</summary>
    public static bool IsFile(this EventType type) => type is >= EventType.StoreFileModified and <= EventType.VolumeFileAccessed;

    /// <summary>Whether its path is a path inside a layer.</summary>
    public static bool IsInLayer(this TimelineEvent e) =>
        e.Subject.Layer is not null && e.Type is >= EventType.LayerFileModified and <= EventType.LayerFileTampered;

    /// <summary>l2tcsv's four letters. What comes into being is B, what a file's mtime or a removed name tells is M, the rest has none.</summary>
    public static ReadOnlySpan<byte> Macb(this EventType type) => type switch
    {
        EventType.LayerFileAccessed or EventType.VolumeFileAccessed => ".A.."u8,
        EventType.LayerFileChanged or EventType.LayerFileTampered or EventType.VolumeFileChanged => "..C."u8,
        EventType.LayerFileBorn or EventType.VolumeFileBorn or EventType.ImageCreated or EventType.ImageImported or EventType.ImageCommitted
            or EventType.BuildStep
            or EventType.ContainerCreated or EventType.VolumeCreated or EventType.NetworkCreated or EventType.LinkCreated
            or EventType.SwarmCertIssued or (>= EventType.SwarmClusterCreated and <= EventType.SwarmServiceCreated) or EventType.SwarmTaskCreated
            or EventType.PluginInstalled or EventType.RecoveredContainer => "...B"u8,
        EventType.LayerFileModified or EventType.LayerFileDeleted or EventType.VolumeFileModified or EventType.StoreFileModified
            or EventType.ContainerConfigSaved or EventType.ContainerNetFiles or EventType.ImageRegistered or EventType.LayerRegistered
            or EventType.ImageTagged or EventType.LayerChildCreated or EventType.RecoveredFile or EventType.RecoveredFileDeleted => "M..."u8,
        _ => "...."u8,
    };
}
