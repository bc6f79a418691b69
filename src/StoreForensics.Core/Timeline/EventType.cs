namespace StoreForensics.Timeline;

/// <summary>The stable event names. The order here is the order of events that have the same time.</summary>
public enum EventType : byte
{
    DaemonFirstStart,
    DaemonUpgraded,
    DaemonStarted,
    ImageCreated,
    ImageImported,
    ImageCommitted,
    BuildStep,
    BuildStarted,
    BuildCacheCreated,
    BuildVertexStarted,
    BuildLog,
    BuildVertexCompleted,
    BuildCacheUsed,
    BuildCompleted,
    ContentDownloadStarted,
    ContentBlobCreated,
    ContentBlobUpdated,
    ImageRegistered,
    LayerRegistered,
    SnapshotCreated,
    LayerChildCreated,
    LeaseCreated,
    ImageTagged,
    ImageTagRemoved,
    VolumeCreated,
    NetworkCreated,
    PluginInstalled,
    SwarmCertIssued,
    SwarmClusterCreated,
    SwarmNodeCreated,
    SwarmNetworkCreated,
    SwarmSecretCreated,
    SwarmConfigCreated,
    SwarmServiceCreated,
    SwarmServiceUpdated,
    SwarmTaskCreated,
    SwarmTaskChanged,
    ContainerCreated,
    ContainerStarted,
    ContainerNetFiles,
    ContainerHealth,
    ContainerLog,
    ContainerLogRotated,
    ContainerFinished,
    ContainerExitcode,
    ContainerConfigSaved,
    ContainerCheckpointed,
    LinkCreated,
    EngineEvent,
    RecordRecovered,
    StoreFileModified,
    LayerFileModified,
    LayerFileChanged,
    LayerFileBorn,
    LayerFileAccessed,
    LayerFileDeleted,
    LayerFileTampered,
    VolumeFileModified,
    VolumeFileChanged,
    VolumeFileBorn,
    VolumeFileAccessed,
    RecoveredContainer,
    RecoveredContainerStarted,
    RecoveredContainerLog,
    RecoveredContainerFinished,
    RecoveredContainerRemoved,
    RecoveredFile,
    RecoveredFileDeleted,
}

public static class EventTypes
{
    private static readonly string[] s_names = [.. Enum.GetNames<EventType>().Select(Spell)];

    /// <summary>The name in the contract: <c>layer.file.modified</c>.</summary>
    public static string Name(this EventType type) => s_names[(int)type];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Names => s_names;

    // LayerFileModified → layer.file.modified; a few names keep an underscore inside a word.
    private static string Spell(string name) => name switch
    {
        nameof(EventType.DaemonFirstStart) => "daemon.first_start",
        _ => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "." : "") + char.ToLowerInvariant(c) : c.ToString())),
    };
}
