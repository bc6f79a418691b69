-- What changed in containers and volumes (with --around: within its window)
SELECT e.datetime AS time, e.change, coalesce(e.container, e.image) AS subject, e.path, e.kind, e.mode, e.size, e.sha256, e.evidence
FROM events_with_subjects e
WHERE e.event_type IN ('layer.file.modified', 'layer.file.deleted', 'volume.file.modified') AND (e.container IS NOT NULL OR e.event_type GLOB 'volume.*')
  AND ($since IS NULL OR e.unix_seconds >= $since) AND ($until IS NULL OR e.unix_seconds <= $until)
ORDER BY e.unix_seconds, e.nanoseconds, e.event_key
