using StoreForensics.Reports.Sqlite;

namespace StoreForensics.Reports.Parquet;

/// <summary>A column of a Parquet case.</summary>
/// <param name="Name">As in the SQLite case.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="IsCounted">The table's own key, which is counted from 1 where no row gives it.</param>
internal sealed record CaseColumn(string Name, CellKind Kind, bool IsCounted)
{
    /// <summary>Whether its numbers are made to differ between evidences; see <see cref="CaseKeys"/>.</summary>
    public bool IsKey => Name.EndsWith("_key", StringComparison.Ordinal);

    /// <summary>The column beside it, with the times that it cannot hold.</summary>
    public string TextName => Name + "_text";
}

/// <summary>
/// A table of a Parquet case. Names and columns are those of <see cref="CaseSchema"/>, read off its text, so that the two cases cannot drift apart; what SQLite
/// keeps as text or number for want of a type has its own type here.
/// </summary>
/// <param name="Name">The folder's name.</param>
/// <param name="SqlName">The table's name in the SQLite case; null where that has none.</param>
/// <param name="Columns">In their order.</param>
internal sealed record CaseTable(string Name, string? SqlName, IReadOnlyList<CaseColumn> Columns)
{
    /// <summary>Of the Parquet case: grows when a column changes its meaning or goes; new tables and columns leave it as it is.</summary>
    public const int Version = 1;

    /// <summary>What is written last of a partition: without it there is none.</summary>
    public const string Provenance = "provenance";

    private static readonly string[] s_times =
        ["datetime", "created", "registered", "started", "finished", "mtime", "ctime", "atime", "btime", "time", "stamp", "first_seen", "last_seen",
            "recorded_mtime"];

    private static readonly string[] s_flags =
        ["intermediate", "layer_inferred", "empty_layer", "files_reachable", "oom_killed", "privileged", "bind", "rw"];

    /// <summary>All of them, <see cref="Provenance"/> last.</summary>
    public static IReadOnlyList<CaseTable> All { get; } = [.. Parsed().OrderBy(t => t.Name == Provenance)];

    private static IEnumerable<CaseTable> Parsed()
    {
        foreach (string statement in CaseSchema.Tables.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int open = statement.IndexOf('(', StringComparison.Ordinal), close = statement.LastIndexOf(')');
            string name = statement["CREATE TABLE ".Length..open].Trim();
            CaseColumn[] columns = [.. statement[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries)
                .TakeWhile(c => !c.StartsWith("PRIMARY", StringComparison.Ordinal)).Select(c => Column(name, c.Split(' ')))];
            yield return name switch
            {
                "meta" => new CaseTable(Provenance, name, columns),
                _ => new CaseTable(name, name, columns),
            };
        }
        // Which SHA-256 an evidence has, once each: of files, layers (diff_id) and images.
        yield return new CaseTable("digests", null,
            [new("sha256", CellKind.Digest, false), new("what", CellKind.Text, false), new("evidence_id", CellKind.Number, false)]);
    }

    private static CaseColumn Column(string table, string[] words)
    {
        string name = words[0].Trim('"');
        CellKind kind = name == "sha256" ? CellKind.Digest : s_times.Contains(name) ? CellKind.Time : s_flags.Contains(name) ? CellKind.Flag : words[1] switch
        {
            "INTEGER" => CellKind.Number,
            "BLOB" => CellKind.Bytes,
            _ => CellKind.Text,
        };
        // The folder of a partition says the evidence's name, which may be cut there; a column of that name would be in its way.
        return new CaseColumn(table == "evidence" && name == "evidence" ? "name" : name, kind, words.Contains("PRIMARY") && kind == CellKind.Number);
    }
}
