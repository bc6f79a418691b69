-- How do they stay: jobs, keys, accounts, start-up files, preloaded libraries, web shells, set-id programs and images made by hand
SELECT f.severity, f.time, f.rule, f.subjects, f.path, f.reason, v.evidence
FROM findings f LEFT JOIN evidence v USING (evidence_id)
WHERE f.weight_rank >= 2 AND EXISTS (
  SELECT 1 FROM finding_techniques t WHERE t.finding_key = f.finding_key AND (t.technique GLOB 'T1053*' OR t.technique GLOB 'T1098*' OR t.technique GLOB 'T1136*'
    OR t.technique GLOB 'T1543*' OR t.technique GLOB 'T1546*' OR t.technique GLOB 'T1547*' OR t.technique GLOB 'T1037*' OR t.technique GLOB 'T1574*'
    OR t.technique GLOB 'T1505*' OR t.technique GLOB 'T1525*' OR t.technique GLOB 'T1548.001*'))
ORDER BY f.severity_rank DESC, f.time IS NULL, f.time, f.finding_key
