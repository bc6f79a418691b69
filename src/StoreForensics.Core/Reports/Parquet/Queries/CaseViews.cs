using System.Text;

namespace StoreForensics.Reports.Parquet.Queries;

/// <summary>
/// What is asked: the tables and views of the SQLite case over the files of a Parquet case, in DuckDB's words. Times are text and digests hexadecimal, as
/// there; beside a column <c>X</c> of times stands <c>X_at</c> (TIMESTAMP_NS), beside one of digests <c>X_bytes</c>; every table has <c>evidence</c>.
/// </summary>
internal static class CaseViews
{
    /// <summary>Spells times as the SQLite case does. (Format <c>%n</c> of DuckDB 1.5.6 leaves what lies in memory at the end.)</summary>
    public const string Macros = """
        CREATE MACRO sf_micros(t) AS strftime(t::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f') || '000+00:00';
        CREATE MACRO sf_nanos(ns) AS strftime(make_timestamp((ns - ((ns % 1000000000) + 1000000000) % 1000000000) // 1000), '%Y-%m-%dT%H:%M:%S.')
          || lpad(((((ns % 1000000000) + 1000000000) % 1000000000))::VARCHAR, 9, '0') || '+00:00';
        CREATE MACRO sf_time(t) AS sf_nanos(epoch_ns(t));
        """;

    /// <summary>The views that join tables.</summary>
    public const string Joined = """
        CREATE VIEW meta AS SELECT * FROM provenance;
        CREATE VIEW events_with_subjects AS
          SELECT e.datetime, e.timestamp_desc, e.message, e.event_type, e.evidence, s.store, s.image, s.image_id, s.step, s.command, s.container,
            s.container_id, s.layer, e.path, e.change, e.kind, e.mode, e.uid, e.gid, e.size, e.link_target, e.sha256, e.tag, e.origin,
            e.event_key, e.evidence_id, e.unix_seconds, e.nanoseconds, e.datetime_at
          FROM events e JOIN subjects s USING (subject_key);
        CREATE VIEW files_with_owners AS
          SELECT f.evidence, f.evidence_id, l.store, l.layer, l.role, i.image, c.container,
            o.volume, f.path, f.change, f.kind, f.mode, f.uid, f.gid, f.size, f.mtime, f.ctime, f.atime, f.btime, f.nlink, f.link_target, f.sha256, f.file_key
          FROM files f LEFT JOIN layers l USING (layer_key) LEFT JOIN volumes o USING (volume_key)
            LEFT JOIN (SELECT il.layer_key, string_agg(DISTINCT n.name, '|' ORDER BY n.name) AS image FROM image_layers il JOIN image_names n USING (image_key)
              GROUP BY il.layer_key) i ON i.layer_key = f.layer_key
            LEFT JOIN (SELECT layer_key, string_agg(container, '|' ORDER BY container) AS container FROM containers GROUP BY layer_key) c
              ON c.layer_key = f.layer_key;
        CREATE VIEW container_changes AS
          SELECT c.evidence, c.evidence_id, c.store, c.container, c.container_id, f.change, f.path, f.kind, f.mode, f.uid, f.gid, f.size, f.mtime, f.link_target,
            f.sha256, f.file_key
          FROM containers c JOIN files f ON f.layer_key = c.layer_key;
        CREATE VIEW history AS
          SELECT i.evidence, i.evidence_id, i.store, i.image, i.image_id, s.step, s.created, s.created_by, s.instruction, s.size, l.layer, s.empty_layer, s.comment, s.author
          FROM steps s JOIN images i USING (image_key) LEFT JOIN layers l USING (layer_key);
        CREATE VIEW findings_by_severity AS
          SELECT f.evidence, f.severity, f.rule, f.subjects, f.path, f.time, f.stamp, f.reason, f.attack, f.next, f.confidence, f.count, f.evidence_id, f.finding_key
          FROM findings f ORDER BY f.severity_rank DESC, f.finding_key;
        CREATE VIEW finding_events AS
          SELECT f.evidence, f.evidence_id, f.finding_key, e.event_key, e.datetime, e.event_type, e.path
          FROM findings f JOIN events e ON e.evidence_id = f.evidence_id AND instr(',' || e.tag || ',', ',finding:' || f.rule || ',') > 0
            AND (e.path = f.path OR (e.path IS NULL AND substr(e.datetime, 1, 29) = substr(f.time, 1, 29)));
        CREATE VIEW problems_by_severity AS
          SELECT p.evidence, p.severity, p.code, p.path, p."offset", p.message, p.evidence_id, p.problem_key FROM problems p ORDER BY p.problem_key;
        CREATE VIEW container_mounts AS
          SELECT c.evidence, c.evidence_id, c.container, c.container_id, m.value ->> 'type' AS type, m.value ->> 'source' AS source,
            m.value ->> 'destination' AS destination, m.value ->> 'rw' AS rw, m.value ->> 'name' AS volume
          FROM containers c, json_each(c.facts, '$.mounts') m;
        CREATE VIEW container_environment AS
          SELECT c.evidence, c.evidence_id, c.container, c.container_id, e.value ->> '$' AS variable FROM containers c, json_each(c.facts, '$.env') e;
        CREATE VIEW evidence_overview AS
          SELECT v.evidence, v.evidence_id,
            (SELECT string_agg(hostname, '|') FROM hosts h WHERE h.evidence_id = v.evidence_id) AS hostname,
            (SELECT count(*) FROM images x WHERE x.evidence_id = v.evidence_id) AS images,
            (SELECT count(*) FROM containers x WHERE x.evidence_id = v.evidence_id) AS containers,
            (SELECT count(*) FROM layers x WHERE x.evidence_id = v.evidence_id) AS layers,
            (SELECT count(*) FROM files x WHERE x.evidence_id = v.evidence_id) AS files,
            (SELECT count(*) FROM events x WHERE x.evidence_id = v.evidence_id) AS events,
            (SELECT count(*) FROM findings x WHERE x.evidence_id = v.evidence_id) AS findings,
            (SELECT count(*) FROM problems x WHERE x.evidence_id = v.evidence_id) AS problems,
            v.sha256
          FROM evidence v ORDER BY v.evidence, v.position;
        """;

    /// <summary>A table over its files.</summary>
    public static string Table(CaseTable table, IReadOnlyList<CasePartition> partitions)
    {
        var sql = new StringBuilder("CREATE VIEW ").Append(Quoted(table.Name)).Append(" AS SELECT ");
        sql.AppendJoin(", ", table.Columns.SelectMany(c => Cells(table, c)));
        if (table.Name != "evidence")
            sql.Append(", evidence");
        sql.Append(" FROM read_parquet(").Append(Files(partitions.Select(p => p.File(table)))).Append(", hive_partitioning = true, hive_types_autocast = false);");
        return sql.ToString();
    }

    /// <summary>A list of texts.</summary>
    public static string Files(IEnumerable<string> files) => "[" + string.Join(", ", files.Select(Text)) + "]";

    /// <summary>A text as DuckDB reads it: nothing but the quote means anything in one.</summary>
    public static string Text(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static IEnumerable<string> Cells(CaseTable table, CaseColumn column)
    {
        string name = Quoted(column.Name), shown = Quoted(table.Name == "evidence" && column.Name == "name" ? "evidence" : column.Name);
        yield return column.Kind switch
        {
            CellKind.Time => $"coalesce({Quoted(column.TextName)}, sf_time({name})) AS {shown}",
            CellKind.Digest => $"lower(hex({name})) AS {shown}",
            CellKind.Flag => $"{name}::INTEGER AS {shown}",
            _ => $"{name} AS {shown}",
        };
        if (column.Kind == CellKind.Time)
            yield return $"{name} AS {Quoted(column.Name + "_at")}";
        else if (column.Kind == CellKind.Digest)
            yield return $"{name} AS {Quoted(column.Name + "_bytes")}";
    }
}
