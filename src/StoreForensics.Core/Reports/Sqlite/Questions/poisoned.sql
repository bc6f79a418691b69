-- Which images are poisoned, and where do they run: images that findings of medium and above are about, with the containers made of them
SELECT i.image, i.image_id, CASE max(f.severity_rank) WHEN 4 THEN 'critical' WHEN 3 THEN 'high' ELSE 'medium' END AS worst,
  count(DISTINCT f.finding_key) AS findings, group_concat(DISTINCT f.rule) AS rules,
  (SELECT group_concat(c.container, '|') FROM containers c WHERE c.image_key = i.image_key) AS containers, v.evidence
FROM images i JOIN image_names n USING (image_key)
  JOIN finding_subjects s ON s.subject = n.name AND s.evidence_id = i.evidence_id
  JOIN findings f ON f.finding_key = s.finding_key
  LEFT JOIN evidence v ON v.evidence_id = i.evidence_id
WHERE f.severity_rank >= 2
GROUP BY i.image_key, i.image, i.image_id, v.evidence
ORDER BY max(f.severity_rank) DESC, findings DESC, i.image
