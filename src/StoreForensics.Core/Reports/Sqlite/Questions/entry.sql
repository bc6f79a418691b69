-- How did they come in: the earliest findings of execution, deployment and entry
SELECT f.time, f.severity, f.rule, f.subjects, f.path, f.reason, v.evidence
FROM findings f LEFT JOIN evidence v USING (evidence_id)
WHERE f.weight_rank >= 2 AND EXISTS (
  SELECT 1 FROM finding_techniques t WHERE t.finding_key = f.finding_key AND (t.technique GLOB 'T1190*' OR t.technique GLOB 'T1059*' OR t.technique GLOB 'T1609*'
    OR t.technique GLOB 'T1610*' OR t.technique GLOB 'T1105*' OR t.technique GLOB 'T1195*' OR t.technique GLOB 'T1525*' OR t.technique GLOB 'T1505*'
    OR t.technique GLOB 'T1133*' OR t.technique GLOB 'T1078*' OR t.technique GLOB 'T1204*'))
ORDER BY f.time IS NULL, f.time, f.finding_key
