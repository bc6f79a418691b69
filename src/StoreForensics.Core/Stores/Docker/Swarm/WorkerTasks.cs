using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>
/// <c>swarm/worker/tasks.db</c>: the tasks that a node was given, as it keeps them itself (swarmkit agent/storage.go):
/// <c>v1/tasks/ID/{data,status,assigned}</c>.
/// </summary>
internal static class WorkerTasks
{
    public static List<SwarmObject> Read(EvidenceFiles files, int node, StoreInfo store)
    {
        var tasks = new List<SwarmObject>();
        Origin origin = files.Origin(node);
        try
        {
            using StoredFile content = files.Open(node);
            foreach (BoltBucket bucket in BoltFile.Open(content, files.Problems, origin).Root?.Bucket("v1", "tasks")?.Buckets() ?? [])
            {
                if (bucket.Value("data") is { } data && SwarmRecord.Parse("task", data.Span, store, origin) is { } task)
                    tasks.Add(bucket.Value("status") is { } status ? SwarmRecord.WithStatus(task, status.Span) : task);
            }
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-STORE-0001", origin, "cannot be read: " + DisplayText.Escape(e.Message));
        }
        return tasks;
    }
}
