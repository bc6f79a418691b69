using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>What Podman keeps of its containers, pods and volumes, of either of its databases (podman v4.9 libpod/boltdb_state_internal.go, v5.8
/// libpod/sqlite_state_internal.go): the same JSON in both.</summary>
/// <param name="Origin">The database's file.</param>
internal sealed record LibpodState(Origin Origin)
{
    public SortedDictionary<string, LibpodRecord> Containers { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, LibpodRecord> Pods { get; } = new(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public SortedDictionary<string, LibpodRecord> Volumes { get; } = new(StringComparer.Ordinal);

    /// <summary>By container, removed ones too.</summary>
    public SortedDictionary<string, LibpodExitCode> ExitCodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands run in containers: their ids, and the container of each.</summary>
    public SortedDictionary<string, string> Execs { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is of pages that the database does not use any more: records of removed containers, of no one state.</summary>
    public bool IsOfFreePages { get; init; }

    /// <summary>Whether all of it could be read: else what is missing here may be there all the same.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <summary>One object of the database.</summary>
/// <param name="Id">Its id; of a volume the name.</param>
/// <param name="Config">What it was made with.</param>
/// <param name="State">As last written; does not exist where it is lost.</param>
/// <param name="Origin">The record's place in the database.</param>
internal sealed record LibpodRecord(string Id, JsonView Config, JsonView State, Origin Origin);

/// <summary>How a container ended the last time, which is kept when it is removed.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Time">When it was written; null when that is not recorded.</param>
/// <param name="Origin">The record's place in the database.</param>
internal sealed record LibpodExitCode(long Code, Timestamp? Time, Origin Origin);
