using StoreForensics.Formats.Protobuf;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>
/// Specifications of services and tasks (swarmkit api/specs.proto: ServiceSpec, TaskSpec, ContainerSpec; api/types.proto: Annotations, Mount).
/// </summary>
internal static class SwarmSpecs
{
    /// <summary>Name and labels; both null where there are none.</summary>
    public static (string? Name, IReadOnlyDictionary<string, string>? Labels) Annotations(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufFields(message);
        (string? name, SortedDictionary<string, string>? labels) = (null, null);
        while (fields.Read())
        {
            if (fields.Number == 1)
                name = SwarmFields.Text(fields.Bytes);
            else if (fields.Number == 2)
                SwarmFields.AddMember(fields.Bytes, ref labels);
        }
        return (name, labels);
    }

    /// <summary>Of a ServiceSpec: how many tasks are wanted, and where.</summary>
    public static (string? Mode, ulong? Replicas) Mode(ReadOnlySpan<byte> service)
    {
        var fields = new ProtobufFields(service);
        (string? mode, ulong? replicas) = (null, null);
        while (fields.Read())
        {
            (mode, replicas) = fields.Number switch
            {
                3 => ("replicated", SwarmFields.Number(fields.Bytes, 1) ?? 0),
                4 => ("global", null),
                10 => ("replicated job", SwarmFields.Number(fields.Bytes, 2)),
                11 => ("global job", null),
                _ => (mode, replicas),
            };
        }
        return (mode, replicas);
    }

    /// <summary>Of a TaskSpec: placement's constraints, as typed.</summary>
    public static IReadOnlyList<string> Constraints(ReadOnlySpan<byte> task) => Texts(SwarmFields.Find(task, 5), 1);

    /// <summary>Of a TaskSpec; null for one that runs no container.</summary>
    public static SwarmContainer? Container(ReadOnlySpan<byte> task)
    {
        ReadOnlySpan<byte> spec = SwarmFields.Find(task, 1);
        if (spec.IsEmpty)
            return null;
        return new SwarmContainer
        {
            Image = SwarmFields.TextOf(spec, 1),
            Command = Texts(spec, 3),
            Arguments = Texts(spec, 4),
            Env = Texts(spec, 5),
            User = SwarmFields.TextOf(spec, 7),
            Mounts = Each(spec, 8, Mount),
            Secrets = Each(spec, 12, Name),
            Configs = Each(spec, 21, Name),
            CapAdd = Texts(spec, 27),
        };
    }

    private delegate string Reading(ReadOnlySpan<byte> message);

    private static IReadOnlyList<string> Texts(ReadOnlySpan<byte> message, int number) => Each(message, number, SwarmFields.Text);

    private static IReadOnlyList<string> Each(ReadOnlySpan<byte> message, int number, Reading read)
    {
        var fields = new ProtobufFields(message);
        List<string>? list = null;
        while (fields.Read())
        {
            if (fields.Number == number && fields.IsBytes)
                SwarmFields.Add(ref list, read(fields.Bytes));
        }
        return list ?? [];
    }

    private static string Name(ReadOnlySpan<byte> reference) => SwarmFields.TextOf(reference, 2) ?? SwarmFields.TextOf(reference, 1) ?? "";

    private static string Mount(ReadOnlySpan<byte> mount)
    {
        string type = SwarmFields.Number(mount, 1) switch
        {
            null or 0 => "bind",
            1 => "volume",
            2 => "tmpfs",
            3 => "npipe",
            4 => "cluster",
            _ => "unknown",
        };
        string ending = SwarmFields.Number(mount, 4) is > 0 ? ":ro" : "";
        return $"{type} {SwarmFields.TextOf(mount, 2)}:{SwarmFields.TextOf(mount, 3)}{ending}";
    }
}
