using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// <c>libpod/bolt_state.db</c>, Podman 1 to 5 (podman v4.9 libpod/boltdb_state_internal.go): <c>ctr/ID/{config,state}</c>, <c>pod/ID/{config,state}</c>,
/// <c>vol/NAME/{config,state}</c>, <c>exit-code</c> and <c>exit-code-time-stamp</c> by container.
/// </summary>
internal static class LibpodBolt
{
    /// <summary>Null after a problem, when there is nothing to be read.</summary>
    public static LibpodState? Read(EvidenceFiles files, int node)
    {
        Origin origin = files.Origin(node);
        BoltFile? database = Open(files, node, origin);
        if (database?.Root is not { } root)
        {
            files.Problems.Damage("SF-LIBPOD-0001", origin, "Podman's database cannot be read: what its containers ran, and how they ended, is unknown");
            return null;
        }
        var state = new LibpodState(origin) { IsWhole = root.WithDescendants().All(b => !b.IsDamaged) };
        Take(root.Bucket("ctr"), state.Containers, origin, files.Problems);
        Take(root.Bucket("pod"), state.Pods, origin, files.Problems);
        Take(root.Bucket("vol"), state.Volumes, origin, files.Problems);
        BoltBucket? times = root.Bucket("exit-code-time-stamp");
        foreach (BoltEntry entry in root.Bucket("exit-code")?.Entries ?? [])
        {
            if (!entry.IsBucket && long.TryParse(Text(entry.Value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long code))
                state.ExitCodes[entry.Key.ToText()] = new LibpodExitCode(code,
                    times?.Value(entry.Key) is { } time ? Timestamp.TryParse(Text(time)) : null, origin);
        }
        return state;
    }

    private static BoltFile? Open(EvidenceFiles files, int node, Origin origin)
    {
        try
        {
            using StoredFile content = files.Open(node);
            return BoltFile.Open(content, files.Problems, origin);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private static void Take(BoltBucket? bucket, SortedDictionary<string, LibpodRecord> to, Origin origin, ProblemLog problems)
    {
        foreach (BoltBucket one in bucket?.Buckets() ?? [])
        {
            if (one.Value("config") is not { } config || JsonFile.Object(config.Span, origin, problems) is not { } json)
                continue;
            string id = one.Name.ToText();
            to[id] = new LibpodRecord(id, json, one.Value("state") is { } state ? JsonFile.Object(state.Span, origin, problems) ?? default : default, origin);
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
