using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>What a data root's <c>swarm/</c> tells: of a manager the whole swarm, of a worker the tasks that it was given.</summary>
internal static class SwarmReader
{
    /// <param name="root">The data root.</param>
    /// <param name="stores">Those of the root, the one in use first: it is the one that the swarm's objects are told of.</param>
    /// <param name="inventory">Filled.</param>
    public static void Read(DataRoot root, IReadOnlyList<StoreInfo> stores, Inventory inventory)
    {
        StoreInfo store = stores[0];
        if (root.Child("swarm"u8) is var swarm && (swarm == EvidenceTree.None || !root.Tree[swarm].Kind.IsDirectory()))
            return;
        EvidenceFiles files = root.Files;
        var history = new SwarmHistory(files, store);
        if (root.Tree.Child(swarm, "raft"u8) is var raft && raft != EvidenceTree.None && root.Tree[raft].Kind.IsDirectory())
            ReadLog(files, swarm, raft, history);
        if (root.Tree.Find(swarm, "worker/tasks.db"u8) is var tasks && tasks != EvidenceTree.None && root.Tree[tasks].Kind == EntryKind.File)
            WorkerTasks.Read(files, tasks, store).ForEach(history.TakeWorkers);
        SwarmObject[] objects = [.. history.Objects()];
        inventory.Swarm.AddRange(objects);
        TellVersion(root, stores, objects);
        foreach (SwarmObject one in objects)
        {
            inventory.EngineEvents.AddRange(one.Changes.Where(c => c.Time is not null).Select(c => Event(c, one, store)));
            if (one.IsRemoved && one.Kind != "task")
                inventory.Leftovers.Add(new Leftover($"removed swarm {one.Kind}", one.Name ?? one.Id, one.Origin, Removed(one)));
        }
    }

    // A manager knows the engine's version of every node. What else tells it is mostly a lower bound.
    private static void TellVersion(DataRoot root, IReadOnlyList<StoreInfo> stores, SwarmObject[] objects)
    {
        string[] own = SwarmMembership.Certificate(root)?.Subject.Split(", ") ?? [];
        if (objects.FirstOrDefault(o => o.Kind == "node" && own.Contains("CN=" + o.Id))?.Node?.EngineVersion is not { } version)
            return;
        foreach (StoreInfo store in stores.Where(s => s.EngineVersion is null || VersionOrder.Instance.Compare(s.EngineVersion, version) <= 0
            || s.EngineVersion.EndsWith("or later", StringComparison.Ordinal)))
            (store.EngineVersion, store.EngineVersionSign) = (DisplayText.Escape(version), "the swarm's record of this node");
    }

    private static void ReadLog(EvidenceFiles files, int swarm, int raft, SwarmHistory history)
    {
        int key = files.Tree.Find(swarm, "certificates/swarm-node.key"u8);
        SwarmKeys keys = SwarmKeys.Read(files, key != EvidenceTree.None && files.Tree[key].Kind == EntryKind.File ? key : null);
        var log = new RaftLog(files, keys);
        log.Read(raft);
        if (log.Sealed > 0)
            files.Problems.Warn("SF-SWARM-0003", files.Origin(raft), $"{log.Sealed} records of the swarm's log cannot be decrypted: {Why(keys, key)}");
        history.Take(log);
    }

    private static string Why(SwarmKeys keys, int key) =>
        keys.IsLocked ? "the swarm is locked (autolock), and what unlocks it does not lie beside them"
        : key == EvidenceTree.None ? "the node's key (certificates/swarm-node.key) is not in the evidence"
        : keys.Keys.Count == 0 ? "the node's key has no key of the log beside it" : "they were encrypted with another key than the node's";

    private static string Removed(SwarmObject one) =>
        $"{one.Kind} {one.Id}{(one.Created is { } made ? $", created {made}" : "")}{(one.RemovedAfter is { } after ? $", removed after {after}" : ", removed")}"
        + (one.Container?.Image is { } image ? $"; image {DisplayText.Escape(image)}" : "");

    private static EngineEvent Event(SwarmChange change, SwarmObject one, StoreInfo store) =>
        new(change.EventType, change.Time!.Value, Meaning(change.EventType), change.Text, change.Origin)
        {
            Store = store,
        };

    private static string Meaning(string type) => type switch
    {
        "swarm.service.updated" => "Service updated (the manager's log)",
        "swarm.task.changed" => "State of a task reached (the manager's log)",
        _ => "Object of the swarm created (the manager's log)",
    };
}
