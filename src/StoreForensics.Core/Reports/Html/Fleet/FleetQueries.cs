using StoreForensics.Reports.Sqlite.Questions;

namespace StoreForensics.Reports.Html.Fleet;

/// <summary>What the fleet page asks of Parquet cases, in DuckDB's words.</summary>
internal static class FleetQueries
{
    public const string Glance = """
        SELECT (SELECT count(*) FROM evidence) AS hosts, (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM findings WHERE severity_rank >= 3) AS serious,
          (SELECT min(time) FROM findings WHERE severity_rank >= 2) AS first, (SELECT max(time) FROM findings WHERE severity_rank >= 2) AS last
        """;

    public const string Hosts = """
        WITH f AS (SELECT evidence_id, count(*) FILTER (severity_rank = 4) AS critical, count(*) FILTER (severity_rank = 3) AS high,
            count(*) FILTER (severity_rank = 2) AS medium, min(time) FILTER (severity_rank >= 2) AS first, max(time) FILTER (severity_rank >= 2) AS last
          FROM findings GROUP BY evidence_id)
        SELECT v.evidence, (SELECT string_agg(h.hostname, ', ' ORDER BY h.hostname) FROM hosts h WHERE h.evidence_id = v.evidence_id) AS hostname,
          coalesce(critical, 0) AS critical, coalesce(high, 0) AS high, coalesce(medium, 0) AS medium, first, last, o.events
        FROM evidence v LEFT JOIN f USING (evidence_id) JOIN evidence_overview o USING (evidence_id)
        ORDER BY critical DESC, high DESC, medium DESC, v.evidence
        """;

    public const string Movement = """
        SELECT evidence, time, severity, title, subjects, path FROM (
          SELECT *, row_number() OVER (PARTITION BY evidence_id ORDER BY time, severity_rank DESC, finding_key) AS n
          FROM findings WHERE severity_rank >= 3 AND time IS NOT NULL)
        WHERE n = 1 ORDER BY time, evidence
        """;

    public const string Indicators = """
        WITH seen AS (SELECT kind, value, evidence, max(severity_rank) AS rank, min(time) AS first FROM indicator_places GROUP BY ALL),
          several AS (SELECT kind, value, count(*) AS hosts, max(rank) AS worst FROM seen GROUP BY ALL HAVING count(*) > 1)
        SELECT several.*, seen.evidence, seen.first FROM several JOIN seen USING (kind, value)
        ORDER BY worst DESC, hosts DESC, kind, value, first IS NULL, first, evidence
        """;

    public const string Images = """
        WITH several AS (SELECT n.name, count(DISTINCT i.image_id) AS different FROM image_names n JOIN images i USING (image_key)
          GROUP BY n.name HAVING count(DISTINCT n.evidence_id) > 1 AND count(DISTINCT i.image_id) > 1)
        SELECT DISTINCT s.name, s.different, i.image_id, i.created, n.evidence FROM several s JOIN image_names n ON n.name = s.name JOIN images i USING (image_key)
        ORDER BY s.name, i.created IS NULL, i.created, i.image_id, n.evidence
        """;

    public const string Layers = """
        WITH several AS (SELECT sha256, count(DISTINCT evidence_id) AS hosts FROM digests WHERE what = 'layer' GROUP BY ALL HAVING count(DISTINCT evidence_id) > 1)
        SELECT s.sha256, s.hosts, min(l.created_by) AS made_by, string_agg(DISTINCT l.evidence, chr(10) ORDER BY l.evidence) AS seen_on
        FROM several s JOIN layers l ON l.diff_id = 'sha256:' || s.sha256 GROUP BY s.sha256, s.hosts ORDER BY s.hosts DESC, s.sha256
        """;

    public const string Provenance = """
        SELECT v.evidence, v.sha256, any_value(p.value) FILTER (p.key = 'tool_version') AS version, any_value(p.value) FILTER (p.key = 'command_line') AS call
        FROM evidence v LEFT JOIN provenance p ON p.evidence = v.evidence GROUP BY v.evidence, v.sha256 ORDER BY v.evidence
        """;

    /// <summary>Those that findings speak of first.</summary>
    public static string Digests { get; } = $"""
        WITH q AS ({Question.Named("shared").SortedSql})
        SELECT q.sha256, q.hosts, coalesce(max(f.severity_rank), -1) AS worst, string_agg(DISTINCT q.path, chr(10) ORDER BY q.path) AS paths,
          string_agg(DISTINCT q.evidence, chr(10) ORDER BY q.evidence) AS seen_on
        FROM q LEFT JOIN findings f ON f.path = q.path AND f.evidence = q.evidence
        WHERE q.what = 'file' GROUP BY q.sha256, q.hosts ORDER BY worst DESC, q.hosts DESC, q.sha256
        """;
}
