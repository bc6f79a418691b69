using StoreForensics.Timeline;

namespace StoreForensics.Reports.Ecs;

/// <summary>What ECS calls an event: <c>event.category</c> and <c>event.type</c>, from the allowed values that the schema lists for each field.</summary>
internal sealed record EcsCategory(string Type, params string[] Categories)
{
    private static readonly EcsCategory[] s_all = [.. Enum.GetValues<EventType>().Select(Make)];

    public static EcsCategory Of(EventType type) => s_all[(int)type];

    private static EcsCategory Make(EventType type) => type switch
    {
        EventType.DaemonFirstStart or EventType.DaemonStarted or EventType.ContainerStarted => new("start", "process"),
        EventType.ContainerFinished or EventType.BuildCompleted or EventType.BuildVertexCompleted => new("end", "process"),
        EventType.BuildStarted or EventType.BuildVertexStarted => new("start", "process"),
        EventType.BuildCacheCreated or EventType.BuildCacheUsed => new("info", "package"),
        EventType.BuildLog or EventType.BuildStep or EventType.ContainerHealth or EventType.ContainerLog or EventType.ContainerLogRotated =>
            new("info", "process"),
        EventType.DaemonUpgraded or EventType.ImageTagged => new("change", "package"),
        EventType.ImageTagRemoved => new("deletion", "package"),
        EventType.ImageRegistered or EventType.LayerRegistered or EventType.PluginInstalled => new("installation", "package"),
        EventType.ImageCreated or EventType.ImageImported or EventType.ImageCommitted or EventType.LayerChildCreated => new("info", "package"),
        EventType.ContainerCreated or EventType.VolumeCreated or EventType.NetworkCreated or EventType.LinkCreated or EventType.SwarmCertIssued =>
            new("creation", "configuration"),
        EventType.SwarmClusterCreated or EventType.SwarmNodeCreated or EventType.SwarmNetworkCreated or EventType.SwarmSecretCreated
            or EventType.SwarmConfigCreated or EventType.SwarmServiceCreated or EventType.SwarmTaskCreated => new("creation", "configuration"),
        EventType.SwarmServiceUpdated => new("change", "configuration"),
        EventType.SwarmTaskChanged => new("info", "process"),
        EventType.RecordRecovered => new("info", "configuration"),
        EventType.ContainerConfigSaved or EventType.ContainerNetFiles => new("change", "configuration", "file"),
        EventType.LayerFileBorn or EventType.VolumeFileBorn => new("creation", "file"),
        EventType.LayerFileAccessed or EventType.VolumeFileAccessed => new("access", "file"),
        EventType.LayerFileDeleted or EventType.RecoveredFileDeleted => new("deletion", "file"),
        EventType.RecoveredContainer => new("creation", "configuration"),
        EventType.RecoveredContainerStarted => new("start", "process"),
        EventType.RecoveredContainerLog => new("info", "process"),
        EventType.RecoveredContainerFinished => new("end", "process"),
        EventType.RecoveredContainerRemoved => new("deletion", "configuration"),
        _ => new("change", "file"),
    };
}
