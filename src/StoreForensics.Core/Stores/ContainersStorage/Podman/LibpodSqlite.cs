using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary><c>db.sql</c>, Podman 4.8 and later (podman v5.8 libpod/sqlite_state_internal.go): tables of ids with a JSON text each.</summary>
internal sealed class LibpodSqlite(EvidenceFiles files, int node)
{
    private const int MaxBytes = 512 << 20;
    private const int MaxRows = 1_000_000;

    private bool _isWhole = true;

    /// <summary>Null after a problem, when there is nothing to be read.</summary>
    public LibpodState? Read()
    {
        Origin origin = files.Origin(node);
        if (DatabaseFiles.Open(files, files.Tree[node].Parent, node, MaxBytes) is not { IsReadable: true } database)
        {
            files.Problems.Damage("SF-LIBPOD-0001", origin, "Podman's database cannot be read: what its containers ran, and how they ended, is unknown");
            return null;
        }
        var state = new LibpodState(origin);
        Take(database, "ContainerConfig", "ContainerState", "ID", state.Containers);
        Take(database, "PodConfig", "PodState", "ID", state.Pods);
        Take(database, "VolumeConfig", "VolumeState", "Name", state.Volumes);
        foreach (SqliteRow row in Rows(database, "ContainerExitCode"))
        {
            if (row.Text("ID") is { } id && row["ExitCode"] is { Kind: SqliteValueKind.Integer } code)
                state.ExitCodes[id] = new LibpodExitCode(code.Integer,
                    row["Timestamp"] is { Kind: SqliteValueKind.Integer, Integer: > 0 } time ? new Timestamp(time.Integer, 0) : null, row.Origin);
        }
        if (database.Table("ContainerExecSession") is { } execs)
        {
            foreach (SqliteRow row in execs.Rows().Take(MaxRows))
            {
                if (row.Text("ID") is { } id && row.Text("ContainerID") is { } container)
                    state.Execs[id] = container;
            }
        }
        return state with { IsWhole = _isWhole };
    }

    private void Take(SqliteDatabase database, string configs, string states, string key, SortedDictionary<string, LibpodRecord> to)
    {
        var known = new Dictionary<string, JsonView>(StringComparer.Ordinal);
        foreach (SqliteRow row in Rows(database, states))
        {
            if (row.Text(key) is { } id && Json(row) is { } json)
                known[id] = json;
        }
        foreach (SqliteRow row in Rows(database, configs))
        {
            if (row.Text(key) is { } id && Json(row) is { } json)
                to[id] = new LibpodRecord(id, json, known.GetValueOrDefault(id), row.Origin);
        }
    }

    private IEnumerable<SqliteRow> Rows(SqliteDatabase database, string name)
    {
        if (database.Table(name) is not { } table)
        {
            _isWhole = false;
            files.Problems.Damage("SF-LIBPOD-0002", files.Origin(node), $"Podman's database has no table {name}: what it holds is unknown");
            yield break;
        }
        foreach (SqliteRow row in table.Rows().Take(MaxRows))
            yield return row;
        _isWhole &= !table.IsDamaged;
    }

    // Bound as bytes by the driver of Go: a blob in a column of texts.
    private JsonView? Json(SqliteRow row) => row["JSON"] is { Kind: SqliteValueKind.Text or SqliteValueKind.Blob } value
        ? JsonFile.Object(value.Bytes.Span, row.Origin, files.Problems) : null;
}
