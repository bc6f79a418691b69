-- On which hosts are the addresses, keys, digests and names that findings rest on; those of several hosts first
SELECT p.kind, p.value, count(DISTINCT p.evidence_id) AS hosts,
  CASE max(p.severity_rank) WHEN 4 THEN 'critical' WHEN 3 THEN 'high' WHEN 2 THEN 'medium' WHEN 1 THEN 'low' ELSE 'info' END AS worst,
  min(p.time) AS first_seen, max(p.time) AS last_seen, count(*) AS places, group_concat(DISTINCT v.evidence) AS seen_on
FROM indicator_places p LEFT JOIN evidence v ON v.evidence_id = p.evidence_id
GROUP BY p.kind, p.value
ORDER BY hosts DESC, max(p.severity_rank) DESC, p.kind, p.value
