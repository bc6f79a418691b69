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

    /// <summary>Containers that only pages have which the database does not use any more: each transaction leaves the pages that it replaced as they were. Null
    /// where there are none.</summary>
    /// <param name="files">The evidence.</param>
    /// <param name="node">The database.</param>
    /// <param name="live">What the database has.</param>
    public static LibpodState? Removed(EvidenceFiles files, int node, LibpodState live)
    {
        Origin origin = files.Origin(node);
        var problems = new ProblemLog();
        // What cannot be read is told; what is wrong with documents that nothing names any more is not.
        BoltFile? database = files.Problems.ContainOr<BoltFile?>(origin, null, () =>
        {
            using StoredFile content = files.Open(node);
            return BoltFile.Open(content, files.Problems, origin);
        });
        if (database is null)
            return null;
        var removed = new LibpodState(origin) { IsOfFreePages = true };
        BoltCarvedRecord[] records = [.. database.Carve().Where(r => r is { Kind: BoltCarvedKind.Value, IsCopyOfLive: false })];
        ILookup<ulong, BoltCarvedRecord> states = records.Where(r => r.Key.ToText() == "state").ToLookup(r => r.Page);
        foreach (BoltCarvedRecord record in records.Where(r => r.Key.ToText() == "config"))
        {
            Origin place = files.Origin(node, record.Offset);
            if (JsonFile.Object(record.Value.Span, place, problems) is not { } json || json.Object("spec") is null || json.NonEmpty("name") is null
                || json.NonEmpty("id") is not { } id || !ObjectIds.IsDigest(Encoding.UTF8.GetBytes(id)) || live.Containers.ContainsKey(id))
                continue;
            // Of the same page, so of the same state of the database.
            JsonView state = states[record.Page].Select(s => JsonFile.Object(s.Value.Span, place, problems)).FirstOrDefault(s => s is not null) ?? default;
            if (!removed.Containers.TryGetValue(id, out LibpodRecord? known) || IsNewer(state, known.State))
                removed.Containers[id] = new LibpodRecord(id, json, state, place);
        }
        return removed.Containers.Count > 0 ? removed : null;
    }

    // Pages have no order; what a container went through has.
    private static bool IsNewer(JsonView one, JsonView other) => one.Exists && (!other.Exists
        || string.CompareOrdinal(one.Text("finishedTime") + one.Text("startedTime"), other.Text("finishedTime") + other.Text("startedTime")) > 0);

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
