-- What left, or could: connections out of commands, files and logs, tunnels, reverse shells, and archives that were gathered
SELECT f.severity, f.time, f.rule, f.subjects, f.path, f.reason, v.evidence
FROM findings f LEFT JOIN evidence v USING (evidence_id)
WHERE EXISTS (SELECT 1 FROM finding_techniques t WHERE t.finding_key = f.finding_key AND (t.technique GLOB 'T1041*' OR t.technique GLOB 'T1048*'
  OR t.technique GLOB 'T1071*' OR t.technique GLOB 'T1567*' OR t.technique GLOB 'T1572*' OR t.technique GLOB 'T1020*' OR t.technique GLOB 'T1560*'
  OR t.technique GLOB 'T1090*'))
ORDER BY f.severity_rank DESC, f.time IS NULL, f.time, f.finding_key
