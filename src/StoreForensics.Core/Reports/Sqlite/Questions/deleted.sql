-- What was removed: files that containers and steps deleted, tags that moved away, wiped logs, and what removals left behind
SELECT * FROM (
  SELECT datetime AS time, event_type AS what, coalesce(container, image) AS subject, path, message, evidence
  FROM events_with_subjects
  WHERE event_type IN ('layer.file.deleted', 'image.tag.removed', 'record.recovered') OR event_type GLOB 'recovered.*'
  UNION ALL
  SELECT f.time, f.rule, f.subjects, f.path, f.reason, v.evidence
  FROM findings f LEFT JOIN evidence v USING (evidence_id)
  WHERE EXISTS (SELECT 1 FROM finding_techniques t WHERE t.finding_key = f.finding_key AND t.technique GLOB 'T1070*')
  UNION ALL
  SELECT NULL, l.kind, l.name, l.origin, l.detail, v.evidence
  FROM leftovers l LEFT JOIN evidence v USING (evidence_id)
)
ORDER BY time IS NULL, time, what, subject, path
