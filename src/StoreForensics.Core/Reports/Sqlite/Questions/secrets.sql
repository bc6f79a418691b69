-- Which secrets lay open: keys, tokens and passwords in files, variables, commands and logs
SELECT f.severity, f.rule, f.subjects, f.path, f.time, f.reason, v.evidence
FROM findings f LEFT JOIN evidence v USING (evidence_id)
WHERE EXISTS (SELECT 1 FROM finding_techniques t WHERE t.finding_key = f.finding_key AND (t.technique GLOB 'T1552*' OR t.technique GLOB 'T1003*'
  OR t.technique GLOB 'T1555*' OR t.technique GLOB 'T1528*'))
ORDER BY f.severity_rank DESC, f.finding_key
