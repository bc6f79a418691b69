using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Checkpoints;

/// <summary>What a checkpoint of a container holds where (podman v5 libpod/container_internal_common.go; checkpointctl's documentation; CRIU's
/// images).</summary>
internal static class CheckpointLayout
{
    public static IEnumerable<LayoutPlace> All { get; } =
    [
        new("config.dump", "The container's configuration", "Its id, name, image and when it was made, as JSON. Look here first.", Readings.Json("name")),
        new("spec.dump", "What the container was started with", "Its OCI specification: command, environment, mounts, capabilities, as JSON.", Readings.Json("hostname")),
        new("status.dump", "The container's state", "As the engine had it, as JSON.", Readings.Json("id")),
        new("network.status", "The container's networks", "Addresses that it had, as JSON.", Readings.Bytes),
        new("rootfs-diff.tar", "What the container changed", "A tar of what it added and changed over its image.", Readings.Bytes),
        new("deleted.files", "What the container deleted", "A list of paths as JSON.", Readings.Json("*")),
        new("dump.log", "CRIU's log of the checkpoint", "Made while the processes were frozen.", Readings.Text),
        new("stats-dump", "CRIU's figures", "How long processes were frozen, how much memory was written.", Readings.Bytes),
        new("checkpoint/pstree.img", "The processes", "Which process is whose child.", Readings.Bytes),
        new("checkpoint/pages-1.img", "The processes' memory", "Pages of memory, one after the other.", Readings.Bytes),
        new("checkpoint", "The processes as CRIU keeps them", "Images of processes: identity, memory, open files, sockets.", Readings.Names),
        new("volumes", "Volumes", "What lay in the container's volumes.", Readings.Names),
    ];
}
