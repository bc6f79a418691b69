-- What is the same on several hosts: layers, and files that no shared layer explains (digests of files need --hash files)
WITH several AS (
  SELECT sha256, what, count(DISTINCT evidence_id) AS hosts FROM digests GROUP BY sha256, what HAVING count(DISTINCT evidence_id) > 1
)
SELECT * FROM (
  SELECT DISTINCT s.what, s.hosts, s.sha256, o.path, coalesce(o.container, o.image, o.volume, o.layer) AS where_seen, o.mtime AS time, o.evidence
  FROM several s JOIN files_with_owners o ON o.sha256 = s.sha256 JOIN files f ON f.file_key = o.file_key LEFT JOIN layers l ON l.layer_key = f.layer_key
  WHERE s.what = 'file' AND o.size > 0 AND (l.diff_id IS NULL OR l.diff_id NOT IN (SELECT 'sha256:' || sha256 FROM several WHERE what = 'layer'))
  UNION ALL
  SELECT DISTINCT s.what, s.hosts, s.sha256, NULL, l.layer, l.registered, v.evidence
  FROM several s JOIN layers l ON l.diff_id = 'sha256:' || s.sha256 LEFT JOIN evidence v ON v.evidence_id = l.evidence_id
  WHERE s.what = 'layer'
)
ORDER BY what, hosts, sha256, evidence, path, where_seen
