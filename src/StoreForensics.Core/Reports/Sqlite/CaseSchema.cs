namespace StoreForensics.Reports.Sqlite;

/// <summary>
/// The tables of a case file. Every row says which evidence it comes from (<c>evidence_id</c>, the same number in every case file that holds the same
/// evidence), so that many case files can be attached and queried as one. Columns that
/// end in <c>_key</c> point to the table of that name within the same evidence.
/// </summary>
internal static class CaseSchema
{
    /// <summary>Grows when a column changes its meaning or goes; new tables, columns and views leave it as it is. Stored as <c>user_version</c>.</summary>
    public const int Version = 1;

    /// <summary>"SFca": what <c>file</c> and others can tell a case file by.</summary>
    public const int ApplicationId = 0x53466361;

    public const string Tables = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE evidence (
          evidence_id INTEGER PRIMARY KEY, position INTEGER NOT NULL, evidence TEXT NOT NULL, wrapping TEXT, size INTEGER, sha256 TEXT, sha256_of TEXT,
          entries INTEGER, facts TEXT) STRICT;
        CREATE TABLE stores (
          evidence_id INTEGER NOT NULL, store TEXT NOT NULL, driver TEXT, era TEXT, engine_version TEXT, engine_version_sign TEXT, root TEXT, root_bytes BLOB,
          PRIMARY KEY (evidence_id, store)) STRICT, WITHOUT ROWID;
        CREATE TABLE hosts (
          host_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, root TEXT, root_bytes BLOB, hostname TEXT, time_zone TEXT, os TEXT, facts TEXT) STRICT;
        CREATE TABLE images (
          image_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, store TEXT NOT NULL, image_id TEXT NOT NULL, image TEXT, intermediate INTEGER NOT NULL,
          created TEXT, created_text TEXT, registered TEXT, parent_image_id TEXT, size INTEGER, own_size INTEGER, docker_version TEXT, architecture TEXT, os TEXT,
          author TEXT, comment TEXT, provenance TEXT, made TEXT, origin TEXT, origin_bytes BLOB, facts TEXT) STRICT;
        CREATE TABLE image_names (
          evidence_id INTEGER NOT NULL, image_key INTEGER NOT NULL, name TEXT NOT NULL, repository TEXT, tag TEXT, digest TEXT) STRICT;
        CREATE TABLE image_layers (
          image_key INTEGER NOT NULL, position INTEGER NOT NULL, layer_key INTEGER NOT NULL, evidence_id INTEGER NOT NULL,
          PRIMARY KEY (image_key, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE steps (
          step_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, image_key INTEGER NOT NULL, step INTEGER NOT NULL, created TEXT, created_text TEXT,
          created_by TEXT, instruction TEXT, size INTEGER, layer_key INTEGER, layer_inferred INTEGER NOT NULL, empty_layer INTEGER NOT NULL, comment TEXT,
          author TEXT, step_image_id TEXT) STRICT;
        CREATE TABLE layers (
          layer_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, store TEXT NOT NULL, layer TEXT NOT NULL, role TEXT NOT NULL, parent_layer_key INTEGER,
          diff_id TEXT, chain_id TEXT, size INTEGER, registered TEXT, step INTEGER, created_by TEXT, files_reachable INTEGER NOT NULL, unreachable_reason TEXT,
          origin TEXT, origin_bytes BLOB) STRICT;
        CREATE TABLE containers (
          container_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, store TEXT NOT NULL, container_id TEXT NOT NULL, container TEXT, image TEXT,
          image_id TEXT, image_key INTEGER, command TEXT, created TEXT, started TEXT, finished TEXT, state TEXT, exit_code INTEGER, pid INTEGER,
          oom_killed INTEGER, error TEXT, restart_count INTEGER, privileged INTEGER, cap_add TEXT, network_mode TEXT, pid_mode TEXT, ip_address TEXT,
          hostname TEXT, user TEXT, restart_policy TEXT, log_path TEXT, layer_key INTEGER, init_layer_key INTEGER, origin TEXT, origin_bytes BLOB,
          facts TEXT) STRICT;
        CREATE TABLE pods (
          pod_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, store TEXT NOT NULL, pod TEXT, namespace TEXT, pod_uid TEXT, pod_id TEXT, attempt INTEGER,
          state TEXT, created TEXT, container_key INTEGER, facts TEXT) STRICT;
        CREATE TABLE volumes (
          volume_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, store TEXT NOT NULL, volume TEXT NOT NULL, created TEXT, host_path TEXT, bind INTEGER NOT NULL,
          rw INTEGER, files_reachable INTEGER NOT NULL, origin TEXT, origin_bytes BLOB, facts TEXT) STRICT;
        CREATE TABLE volume_containers (
          volume_key INTEGER NOT NULL, container_key INTEGER NOT NULL, evidence_id INTEGER NOT NULL, PRIMARY KEY (volume_key, container_key)) STRICT, WITHOUT ROWID;
        CREATE TABLE networks (
          network_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, store TEXT NOT NULL, network_id TEXT NOT NULL, network TEXT, driver TEXT, created TEXT,
          facts TEXT) STRICT;
        CREATE TABLE leftovers (
          leftover_key INTEGER PRIMARY KEY, evidence_id INTEGER, kind TEXT, name TEXT, detail TEXT, origin TEXT, origin_bytes BLOB) STRICT;
        CREATE TABLE files (
          file_key INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL, layer_key INTEGER, volume_key INTEGER, path TEXT NOT NULL, path_bytes BLOB, change TEXT,
          kind TEXT, mode TEXT, uid INTEGER, gid INTEGER, size INTEGER, mtime TEXT, ctime TEXT, atime TEXT, btime TEXT, nlink INTEGER, link_target TEXT,
          link_target_bytes BLOB, sha256 TEXT) STRICT;
        CREATE TABLE subjects (
          subject_key INTEGER PRIMARY KEY, evidence_id INTEGER, store TEXT, image TEXT, image_id TEXT, step INTEGER, command TEXT, container TEXT,
          container_id TEXT, layer TEXT) STRICT;
        CREATE TABLE subject_images (
          image_key INTEGER NOT NULL, subject_key INTEGER NOT NULL, evidence_id INTEGER, PRIMARY KEY (image_key, subject_key)) STRICT, WITHOUT ROWID;
        CREATE TABLE subject_containers (
          container_key INTEGER NOT NULL, subject_key INTEGER NOT NULL, evidence_id INTEGER, PRIMARY KEY (container_key, subject_key)) STRICT, WITHOUT ROWID;
        CREATE TABLE events (
          event_key INTEGER PRIMARY KEY, evidence_id INTEGER, datetime TEXT NOT NULL, unix_seconds INTEGER NOT NULL, nanoseconds INTEGER NOT NULL,
          timestamp_desc TEXT, message TEXT, message_bytes BLOB, event_type TEXT NOT NULL, subject_key INTEGER NOT NULL, path TEXT, path_bytes BLOB,
          change TEXT, kind TEXT, mode TEXT, uid INTEGER, gid INTEGER, size INTEGER, link_target TEXT, link_target_bytes BLOB, sha256 TEXT, inode INTEGER,
          tag TEXT, origin TEXT, origin_bytes BLOB) STRICT;
        CREATE TABLE findings (
          finding_key INTEGER PRIMARY KEY, evidence_id INTEGER, rule TEXT NOT NULL, severity TEXT NOT NULL, severity_rank INTEGER NOT NULL,
          weight_rank INTEGER NOT NULL, confidence TEXT, title TEXT, reason TEXT, attack TEXT, next TEXT, subjects TEXT, path TEXT, path_bytes BLOB, time TEXT, stamp TEXT, count INTEGER NOT NULL,
          facts TEXT) STRICT;
        CREATE TABLE finding_subjects (
          finding_key INTEGER NOT NULL, subject TEXT NOT NULL, evidence_id INTEGER, PRIMARY KEY (finding_key, subject)) STRICT, WITHOUT ROWID;
        CREATE TABLE finding_techniques (
          finding_key INTEGER NOT NULL, technique TEXT NOT NULL, evidence_id INTEGER, PRIMARY KEY (finding_key, technique)) STRICT, WITHOUT ROWID;
        CREATE TABLE indicators (
          indicator_key INTEGER PRIMARY KEY, evidence_id INTEGER, kind TEXT NOT NULL, value TEXT NOT NULL, severity TEXT NOT NULL, severity_rank INTEGER NOT NULL,
          first_seen TEXT, last_seen TEXT, count INTEGER NOT NULL, rules TEXT, subjects TEXT, facts TEXT) STRICT;
        CREATE TABLE indicator_places (
          place_key INTEGER PRIMARY KEY, evidence_id INTEGER, kind TEXT NOT NULL, value TEXT NOT NULL, severity TEXT NOT NULL, severity_rank INTEGER NOT NULL,
          rule TEXT, subjects TEXT, path TEXT, path_bytes BLOB, time TEXT, origin TEXT, origin_bytes BLOB) STRICT;
        CREATE TABLE chronology (
          position INTEGER PRIMARY KEY, evidence_id INTEGER, time TEXT, sentence TEXT, severity TEXT, rule TEXT, count INTEGER NOT NULL, origin TEXT,
          origin_bytes BLOB) STRICT;
        CREATE TABLE checks (
          check_key INTEGER PRIMARY KEY, evidence_id INTEGER, kind TEXT NOT NULL, status TEXT NOT NULL, subject TEXT, expected TEXT, actual TEXT, path TEXT,
          path_bytes BLOB, detail TEXT, image_key INTEGER, layer_key INTEGER, recorded_mtime TEXT, mtime TEXT, ctime TEXT, origin TEXT, origin_bytes BLOB) STRICT;
        CREATE TABLE problems (
          problem_key INTEGER PRIMARY KEY, evidence_id INTEGER, code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT, path TEXT, path_bytes BLOB,
          "offset" INTEGER) STRICT;
        """;

    /// <summary>Made when the rows are there: sorting once is cheaper than keeping order.</summary>
    public const string Indices = """
        CREATE INDEX image_names_by_name ON image_names (name);
        CREATE INDEX steps_by_image ON steps (image_key, step);
        CREATE INDEX image_layers_by_layer ON image_layers (layer_key);
        CREATE INDEX layers_by_name ON layers (layer);
        CREATE INDEX containers_by_name ON containers (container);
        CREATE INDEX containers_by_layer ON containers (layer_key);
        CREATE INDEX files_by_path ON files (path);
        CREATE INDEX files_by_layer ON files (layer_key);
        CREATE INDEX files_by_sha256 ON files (sha256) WHERE sha256 IS NOT NULL;
        CREATE INDEX events_by_time ON events (unix_seconds, nanoseconds);
        CREATE INDEX events_by_type ON events (event_type);
        CREATE INDEX events_by_subject ON events (subject_key);
        CREATE INDEX events_by_path ON events (path) WHERE path IS NOT NULL;
        CREATE INDEX events_by_sha256 ON events (sha256) WHERE sha256 IS NOT NULL;
        CREATE INDEX finding_subjects_by_name ON finding_subjects (subject);
        CREATE INDEX findings_by_rank ON findings (severity_rank);
        """;

    public const string Views = """
        CREATE VIEW events_with_subjects AS
          SELECT e.datetime, e.timestamp_desc, e.message, e.event_type, v.evidence, s.store, s.image, s.image_id, s.step, s.command, s.container,
            s.container_id, s.layer, e.path, e.change, e.kind, e.mode, e.uid, e.gid, e.size, e.link_target, e.sha256, e.tag, e.origin,
            e.event_key, e.evidence_id, e.unix_seconds, e.nanoseconds
          FROM events e JOIN subjects s USING (subject_key) LEFT JOIN evidence v ON v.evidence_id = e.evidence_id;
        CREATE VIEW files_with_owners AS
          SELECT v.evidence, f.evidence_id, l.store, l.layer, l.role,
            (SELECT group_concat(name, '|') FROM (SELECT DISTINCT n.name FROM image_layers il JOIN image_names n USING (image_key)
              WHERE il.layer_key = f.layer_key ORDER BY n.name)) AS image,
            (SELECT group_concat(container, '|') FROM (SELECT c.container FROM containers c WHERE c.layer_key = f.layer_key ORDER BY c.container)) AS container,
            o.volume, f.path, f.change, f.kind, f.mode, f.uid, f.gid, f.size, f.mtime, f.ctime, f.atime, f.btime, f.nlink, f.link_target, f.sha256, f.file_key
          FROM files f LEFT JOIN layers l USING (layer_key) LEFT JOIN volumes o USING (volume_key) LEFT JOIN evidence v ON v.evidence_id = f.evidence_id;
        CREATE VIEW digests AS
          SELECT sha256, 'file' AS what, evidence_id FROM files WHERE sha256 IS NOT NULL
          UNION SELECT sha256, 'file', evidence_id FROM events WHERE sha256 IS NOT NULL
          UNION SELECT substr(image_id, 8), 'image', evidence_id FROM images WHERE image_id GLOB 'sha256:*'
          UNION SELECT substr(diff_id, 8), 'layer', evidence_id FROM layers WHERE diff_id GLOB 'sha256:*';
        CREATE VIEW container_changes AS
          SELECT v.evidence, c.evidence_id, c.store, c.container, c.container_id, f.change, f.path, f.kind, f.mode, f.uid, f.gid, f.size, f.mtime, f.link_target,
            f.sha256, f.file_key
          FROM containers c JOIN files f ON f.layer_key = c.layer_key LEFT JOIN evidence v ON v.evidence_id = c.evidence_id;
        CREATE VIEW history AS
          SELECT v.evidence, i.evidence_id, i.store, i.image, i.image_id, s.step, s.created, s.created_by, s.instruction, s.size, l.layer, s.empty_layer, s.comment, s.author
          FROM steps s JOIN images i USING (image_key) LEFT JOIN layers l USING (layer_key) LEFT JOIN evidence v ON v.evidence_id = i.evidence_id;
        CREATE VIEW findings_by_severity AS
          SELECT v.evidence, f.severity, f.rule, f.subjects, f.path, f.time, f.stamp, f.reason, f.attack, f.next, f.confidence, f.count, f.evidence_id, f.finding_key
          FROM findings f LEFT JOIN evidence v ON v.evidence_id = f.evidence_id ORDER BY f.severity_rank DESC, f.finding_key;
        CREATE VIEW finding_events AS
          SELECT f.evidence_id, f.finding_key, e.event_key, e.datetime, e.event_type, e.path
          FROM findings f JOIN events e ON e.evidence_id = f.evidence_id AND instr(',' || e.tag || ',', ',finding:' || f.rule || ',') > 0
            AND (e.path = f.path OR (e.path IS NULL AND substr(e.datetime, 1, 29) = substr(f.time, 1, 29)));
        CREATE VIEW problems_by_severity AS
          SELECT v.evidence, p.severity, p.code, p.path, p."offset", p.message, p.evidence_id, p.problem_key
          FROM problems p LEFT JOIN evidence v ON v.evidence_id = p.evidence_id ORDER BY p.problem_key;
        CREATE VIEW container_mounts AS
          SELECT v.evidence, c.evidence_id, c.container, c.container_id, m.value ->> 'type' AS type, m.value ->> 'source' AS source,
            m.value ->> 'destination' AS destination, m.value ->> 'rw' AS rw, m.value ->> 'name' AS volume
          FROM containers c JOIN json_each(c.facts, '$.mounts') m LEFT JOIN evidence v ON v.evidence_id = c.evidence_id;
        CREATE VIEW container_environment AS
          SELECT v.evidence, c.evidence_id, c.container, c.container_id, e.value AS variable
          FROM containers c JOIN json_each(c.facts, '$.env') e LEFT JOIN evidence v ON v.evidence_id = c.evidence_id;
        CREATE VIEW evidence_overview AS
          SELECT v.evidence, v.evidence_id,
            (SELECT group_concat(hostname, '|') FROM hosts h WHERE h.evidence_id = v.evidence_id) AS hostname,
            (SELECT count(*) FROM images x WHERE x.evidence_id = v.evidence_id) AS images,
            (SELECT count(*) FROM containers x WHERE x.evidence_id = v.evidence_id) AS containers,
            (SELECT count(*) FROM layers x WHERE x.evidence_id = v.evidence_id) AS layers,
            (SELECT count(*) FROM files x WHERE x.evidence_id = v.evidence_id) AS files,
            (SELECT count(*) FROM events x WHERE x.evidence_id = v.evidence_id) AS events,
            (SELECT count(*) FROM findings x WHERE x.evidence_id = v.evidence_id) AS findings,
            (SELECT count(*) FROM problems x WHERE x.evidence_id = v.evidence_id) AS problems,
            v.sha256
          FROM evidence v ORDER BY v.position;
        """;
}
