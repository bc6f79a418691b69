using StoreForensics.Evidence;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Formats.Raft;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>
/// The swarm's objects as the log made them: every entry is a request of actions, each with the whole object (swarmkit api/raft.proto,
/// InternalRaftRequest). What a snapshot holds is taken where the log before it is gone.
/// </summary>
internal sealed class SwarmHistory(EvidenceFiles files, StoreInfo store)
{
    private const ulong Create = 1, Update = 2, Remove = 3;
    private const int MaxChanges = 1000;

    private readonly Dictionary<(string Kind, string Id), SwarmObject> _objects = [];
    private readonly Dictionary<(string Kind, string Id), List<SwarmChange>> _changes = [];
    private Timestamp? _newest;
    private bool _isAgreed = true;

    /// <summary>All that were ever there, by kind, then by when they were made, then by id.</summary>
    public IEnumerable<SwarmObject> Objects() =>
        _objects.Select(o => o.Value with { Changes = _changes.GetValueOrDefault(o.Key) ?? [] })
            .OrderBy(o => Array.IndexOf(SwarmRecord.Kinds, o.Kind)).ThenBy(o => o.Created ?? default).ThenBy(o => o.Id, StringComparer.Ordinal);

    public void Take(RaftLog log)
    {
        ulong until = log.Newest?.Snapshot.Index ?? 0;
        foreach ((RaftEntry entry, int file, long offset) in log.Entries.Where(e => e.Entry.Index <= until))
            Take(entry, files.Origin(file, offset));
        if (log.Newest is var (snapshot, from))
            TakeSnapshot(snapshot.Data, files.Origin(from));
        foreach ((RaftEntry entry, int file, long offset) in log.Entries.Where(e => e.Entry.Index > until))
        {
            _isAgreed = entry.Index <= log.Committed;
            Take(entry, files.Origin(file, offset));
        }
        _isAgreed = true;
    }

    /// <summary>A task as the node that ran it kept it; what a manager's log says of it counts more.</summary>
    public void TakeWorkers(SwarmObject task)
    {
        if (_objects.TryAdd((task.Kind, task.Id), task))
            Note(task, "swarm.task.created", task.Created, $"Task {Named(task)} was made");
    }

    private void Take(RaftEntry entry, Origin origin)
    {
        var fields = new ProtobufFields(entry.Data);
        while (fields.Read())
        {
            if (fields.Number == 2 && fields.IsBytes)
                Act(fields.Bytes, origin);
        }
        if (fields.IsDamaged)
            files.Problems.Damage("SF-SWARM-0002", origin, "an entry of the swarm's log is damaged");
    }

    private void Act(ReadOnlySpan<byte> action, Origin origin)
    {
        var fields = new ProtobufFields(action);
        ulong what = 0;
        while (fields.Read())
        {
            if (fields.Number == 1)
                what = fields.Value;
            else if (fields.IsBytes && fields.Number < SwarmRecord.Kinds.Length && SwarmRecord.Kinds[fields.Number] is { } kind
                && SwarmRecord.Parse(kind, fields.Bytes, store, origin) is { } now)
                Act(what, now);
        }
    }

    private void Act(ulong what, SwarmObject now)
    {
        SwarmObject? before = _objects.GetValueOrDefault((now.Kind, now.Id));
        if (what == Remove)
        {
            // A removal carries the object, or its id alone.
            SwarmObject last = before ?? now;
            if (_isAgreed)
                _objects[(now.Kind, now.Id)] = last with { IsRemoved = true, RemovedAfter = _newest, Origin = now.Origin };
            Note(last with { Origin = now.Origin }, "swarm.object.removed", null, $"{Title(last.Kind)} {Named(last)} was removed");
            return;
        }
        _newest = Later(Later(Later(_newest, now.Created), now.Updated), now.StateTime);
        _objects[(now.Kind, now.Id)] = now;
        if (what == Create || before is null)
            Note(now, $"swarm.{now.Kind}.created", now.Created, $"{Title(now.Kind)} {Named(now)} was made{Image(now)}");
        if (now.Kind == "task")
            NoteState(before, now);
        else if (what == Update && before is not null && now.Kind == "service" && Differences(before, now) is { Length: > 0 } differences)
            Note(now, "swarm.service.updated", now.Updated, $"Service {Named(now)} was updated: {differences}");
    }

    private void NoteState(SwarmObject? before, SwarmObject now)
    {
        if (now.State is { } state && (before is null || before.State != state) && state != "new")
            Note(now, "swarm.task.changed", now.StateTime, $"Task {Named(now)} is {state}{(now.Error is { } e ? ": " + DisplayText.Escape(e) : "")}");
    }

    private void TakeSnapshot(byte[] state, Origin origin)
    {
        ReadOnlySpan<byte> objects = SwarmFields.Find(state, 3);
        string?[] kinds = [null, "node", "service", "network", "task", "cluster", "secret", null, null, "config"];
        var seen = new HashSet<(string, string)>();
        var fields = new ProtobufFields(objects);
        while (fields.Read())
        {
            if (!fields.IsBytes || fields.Number >= kinds.Length || kinds[fields.Number] is not { } kind
                || SwarmRecord.Parse(kind, fields.Bytes, store, origin) is not { } now)
                continue;
            seen.Add((kind, now.Id));
            Act(_objects.ContainsKey((kind, now.Id)) ? Update : Create, now);
        }
        foreach (SwarmObject gone in _objects.Values.Where(o => !o.IsRemoved && !seen.Contains((o.Kind, o.Id))).ToArray())
            Act(Remove, gone with { Origin = origin });
    }

    private void Note(SwarmObject of, string type, Timestamp? time, string text)
    {
        if (!_changes.TryGetValue((of.Kind, of.Id), out List<SwarmChange>? changes))
            _changes[(of.Kind, of.Id)] = changes = [];
        if (changes.Count < MaxChanges)
            changes.Add(new SwarmChange(type, time, _isAgreed ? text : text + " (not known to be agreed on by the managers)", of.Origin));
    }

    // What an examiner would ask first: what it runs, with what, how often.
    private static string Differences(SwarmObject before, SwarmObject now)
    {
        SwarmContainer was = before.Container ?? new(), @is = now.Container ?? new();
        var parts = new List<string>();
        Compare("image", was.Image, @is.Image);
        Compare("command", string.Join(' ', was.Command.Concat(was.Arguments)), string.Join(' ', @is.Command.Concat(@is.Arguments)));
        Compare("replicas", before.Replicas?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            now.Replicas?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Compare("mounts", string.Join(", ", was.Mounts), string.Join(", ", @is.Mounts));
        Compare("secrets", string.Join(", ", was.Secrets), string.Join(", ", @is.Secrets));
        Compare("configs", string.Join(", ", was.Configs), string.Join(", ", @is.Configs));
        string[] variables = [.. @is.Env.Except(was.Env).Concat(was.Env.Except(@is.Env)).Select(v => v.Split('=')[0]).Distinct().Order(StringComparer.Ordinal)];
        if (variables.Length > 0)
            parts.Add($"variables {DisplayText.Escape(string.Join(", ", variables))}");
        return string.Join("; ", parts);

        void Compare(string what, string? a, string? b)
        {
            if ((a ?? "") != (b ?? ""))
                parts.Add($"{what} {Shown(a)} became {Shown(b)}");
        }
    }

    private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "(none)" : DisplayText.Escape(text);

    private static string Image(SwarmObject of) => of.Kind == "service" && of.Container?.Image is { } image ? $", image {DisplayText.Escape(image)}" : "";

    private static string Named(SwarmObject of) => of.Name is { } name ? DisplayText.Escape(name) : of.Id;

    private static string Title(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..];

    private static Timestamp? Later(Timestamp? a, Timestamp? b) => a is null || (b is { } other && other > a) ? b : a;
}
