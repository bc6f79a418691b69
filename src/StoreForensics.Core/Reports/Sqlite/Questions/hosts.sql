-- Which hosts deserve a look first: findings of medium and above, with the first and last time that one of them tells
SELECT v.evidence, (SELECT group_concat(h.hostname, '|') FROM hosts h WHERE h.evidence_id = v.evidence_id) AS hostname,
  sum(CASE WHEN f.severity_rank = 4 THEN 1 ELSE 0 END) AS critical, sum(CASE WHEN f.severity_rank = 3 THEN 1 ELSE 0 END) AS high,
  sum(CASE WHEN f.severity_rank = 2 THEN 1 ELSE 0 END) AS medium, min(f.time) AS first_trace, max(f.time) AS last_trace
FROM evidence v LEFT JOIN findings f ON f.evidence_id = v.evidence_id AND f.severity_rank >= 2
GROUP BY v.evidence_id, v.evidence
ORDER BY critical DESC, high DESC, medium DESC, v.evidence
