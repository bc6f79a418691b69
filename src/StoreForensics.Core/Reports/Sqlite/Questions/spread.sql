-- How did it spread: what findings name in several images or containers, and the same name and size of such a file elsewhere
SELECT * FROM (
  SELECT 'several subjects' AS what, f.rule, f.path, f.subjects AS where_seen, f.time, v.evidence
  FROM findings f LEFT JOIN evidence v USING (evidence_id)
  WHERE f.severity_rank >= 2 AND (SELECT count(*) FROM finding_subjects s WHERE s.finding_key = f.finding_key) > 1
  UNION ALL
  SELECT DISTINCT 'same bytes', f.rule, o.path, coalesce(o.container, o.image, o.volume, o.layer), o.mtime, o.evidence
  FROM findings f JOIN files h ON h.path = f.path AND h.evidence_id = f.evidence_id AND h.sha256 IS NOT NULL
    JOIN files_with_owners o ON o.sha256 = h.sha256 AND o.file_key <> h.file_key
  WHERE f.severity_rank >= 2 AND f.path IS NOT NULL AND h.size > 0
  UNION ALL
  SELECT 'made by hand', f.rule, NULL, f.subjects, f.time, v.evidence
  FROM findings f LEFT JOIN evidence v USING (evidence_id) WHERE f.rule IN ('image-committed', 'image-foreign-name')
)
ORDER BY what, time IS NULL, time, path, where_seen
