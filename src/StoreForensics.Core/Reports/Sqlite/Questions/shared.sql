-- What is the same on several hosts: layers, and files that lie somewhere outside of those (digests of files need --hash files)
WITH several AS (
  SELECT sha256, what, count(DISTINCT evidence_id) AS hosts FROM digests GROUP BY sha256, what HAVING count(DISTINCT evidence_id) > 1
), outside AS (
  SELECT DISTINCT s.sha256, s.hosts FROM several s JOIN files f ON f.sha256 = s.sha256 LEFT JOIN layers l ON l.layer_key = f.layer_key
  WHERE s.what = 'file' AND f.size > 0 AND (l.diff_id IS NULL OR l.diff_id NOT IN (SELECT 'sha256:' || sha256 FROM several WHERE what = 'layer'))
)
SELECT * FROM (
  SELECT DISTINCT 'file' AS what, s.hosts, s.sha256, o.path, coalesce(o.container, o.image, o.volume, o.layer) AS where_seen, o.mtime AS time, o.evidence
  FROM outside s JOIN files_with_owners o ON o.sha256 = s.sha256
  UNION ALL
  SELECT DISTINCT s.what, s.hosts, s.sha256, NULL, l.layer, l.registered, v.evidence
  FROM several s JOIN layers l ON l.diff_id = 'sha256:' || s.sha256 LEFT JOIN evidence v ON v.evidence_id = l.evidence_id
  WHERE s.what = 'layer'
)
ORDER BY what, hosts, sha256, evidence, path, where_seen
