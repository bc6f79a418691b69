namespace StoreForensics.Reports;

/// <summary>The columns of the timeline in CSV, the keys in JSONL. Stable: importers and checks rely on names and order.</summary>
public static class TimelineColumns
{
    /// <summary>The first three are the ones that Timesketch demands.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "datetime", "timestamp_desc", "message",
        "event_type", "evidence", "store", "image", "image_id", "step", "command", "container", "container_id", "layer", "path", "change", "kind",
        "mode", "uid", "gid", "size", "link_target", "sha256", "tag", "origin",
    ];
}
