namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>Words for states, as the client prints them (swarmkit api/types.proto: TaskState, NodeStatus.State; api/specs.proto: NodeSpec).</summary>
internal static class SwarmStates
{
    public const ulong Running = 512;

    public static string Task(ulong state) => state switch
    {
        0 => "new",
        64 => "pending",
        192 => "assigned",
        256 => "accepted",
        320 => "preparing",
        384 => "ready",
        448 => "starting",
        Running => "running",
        576 => "complete",
        640 => "shutdown",
        704 => "failed",
        768 => "rejected",
        800 => "remove",
        832 => "orphaned",
        _ => "unknown",
    };

    public static string Node(ulong state) => state switch
    {
        1 => "down",
        2 => "ready",
        3 => "disconnected",
        _ => "unknown",
    };

    public static string Role(ulong role) => role == 1 ? "manager" : "worker";

    public static string Availability(ulong availability) => availability switch
    {
        0 => "active",
        1 => "pause",
        2 => "drain",
        _ => "unknown",
    };
}
