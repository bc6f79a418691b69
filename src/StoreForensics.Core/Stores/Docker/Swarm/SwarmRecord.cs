using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>One object of the swarm's state as one message has it (swarmkit api/objects.proto).</summary>
internal static class SwarmRecord
{
    /// <summary>By the numbers of StoreAction's target (api/raft.proto).</summary>
    public static readonly string?[] Kinds = [null, null, "node", "service", "task", "network", "cluster", "secret", null, null, "config"];

    /// <summary>Null for a message without an id.</summary>
    public static SwarmObject? Parse(string kind, ReadOnlySpan<byte> message, StoreInfo store, Origin origin)
    {
        if (SwarmFields.TextOf(message, 1) is not { } id)
            return null;
        ReadOnlySpan<byte> meta = SwarmFields.Find(message, 2), spec = SwarmFields.Find(message, 3);
        // A task has its annotations beside its specification, all others in it.
        (string? name, IReadOnlyDictionary<string, string>? labels) = SwarmSpecs.Annotations(SwarmFields.Find(kind == "task" ? message : spec,
            kind == "task" ? 7 : 1));
        var common = new SwarmObject
        {
            Kind = kind,
            Id = id,
            Store = store,
            Origin = origin,
            Name = string.IsNullOrEmpty(name) ? null : name,
            Labels = labels,
            Created = SwarmFields.Time(SwarmFields.Find(meta, 2)),
            Updated = SwarmFields.Time(SwarmFields.Find(meta, 3)),
        };
        return kind switch
        {
            "service" => Service(common, spec),
            "task" => Task(common, message, spec),
            "node" => Node(common, message, spec),
            "secret" or "config" => common with { Size = SwarmFields.Find(spec, 2).Length },
            "network" => common with { Driver = SwarmFields.TextOf(SwarmFields.Find(message, 4), 1) ?? SwarmFields.TextOf(SwarmFields.Find(spec, 2), 1) },
            _ => common,
        };
    }

    private static SwarmObject Service(SwarmObject common, ReadOnlySpan<byte> spec)
    {
        (string? mode, ulong? replicas) = SwarmSpecs.Mode(spec);
        ReadOnlySpan<byte> task = SwarmFields.Find(spec, 2);
        return common with
        {
            Mode = mode,
            Replicas = replicas,
            Container = SwarmSpecs.Container(task),
            Constraints = SwarmSpecs.Constraints(task),
        };
    }

    private static SwarmObject Task(SwarmObject common, ReadOnlySpan<byte> message, ReadOnlySpan<byte> spec)
    {
        SwarmObject task = common with
        {
            ServiceId = SwarmFields.TextOf(message, 4),
            Slot = SwarmFields.Number(message, 5),
            NodeId = SwarmFields.TextOf(message, 6),
            DesiredState = SwarmFields.Number(message, 10) is ulong desired ? SwarmStates.Task(desired) : null,
            Container = SwarmSpecs.Container(spec),
        };
        (string? service, _) = SwarmSpecs.Annotations(SwarmFields.Find(message, 8));
        string? place = task.Slot is > 0 ? task.Slot.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : task.NodeId;
        return WithStatus(task, SwarmFields.Find(message, 9)) with { Name = task.Name ?? (service is null ? null : $"{service}.{place}") };
    }

    /// <summary>Takes a TaskStatus into a task.</summary>
    public static SwarmObject WithStatus(SwarmObject task, ReadOnlySpan<byte> status)
    {
        if (status.IsEmpty)
            return task;
        ReadOnlySpan<byte> container = SwarmFields.Find(status, 5);
        return task with
        {
            State = SwarmStates.Task(SwarmFields.Number(status, 2) ?? 0),
            StateTime = SwarmFields.Time(SwarmFields.Find(status, 1)),
            Message = SwarmFields.TextOf(status, 3),
            Error = SwarmFields.TextOf(status, 4),
            ContainerId = SwarmFields.TextOf(container, 1) ?? task.ContainerId,
            ExitCode = container.IsEmpty ? task.ExitCode : (int)(SwarmFields.Number(container, 3) ?? 0),
        };
    }

    private static SwarmObject Node(SwarmObject common, ReadOnlySpan<byte> message, ReadOnlySpan<byte> spec)
    {
        ReadOnlySpan<byte> description = SwarmFields.Find(message, 4), status = SwarmFields.Find(message, 5);
        string? host = SwarmFields.TextOf(description, 1);
        return common with
        {
            Name = common.Name ?? host,
            State = SwarmStates.Node(SwarmFields.Number(status, 1) ?? 0),
            Message = SwarmFields.TextOf(status, 2),
            Node = new SwarmNodeFacts(host, SwarmFields.TextOf(status, 3), SwarmFields.TextOf(SwarmFields.Find(description, 4), 1),
                SwarmStates.Role(SwarmFields.Number(message, 9) ?? SwarmFields.Number(spec, 2) ?? 0),
                SwarmStates.Availability(SwarmFields.Number(spec, 4) ?? 0)),
        };
    }
}
