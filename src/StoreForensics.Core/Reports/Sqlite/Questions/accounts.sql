-- Which accounts, passwords and keys to log in with were added or changed
SELECT f.time, f.severity, f.rule, f.subjects, f.path, f.reason, v.evidence
FROM findings f LEFT JOIN evidence v USING (evidence_id)
WHERE f.rule GLOB 'account-*' OR EXISTS (
  SELECT 1 FROM finding_techniques t WHERE t.finding_key = f.finding_key AND (t.technique GLOB 'T1136*' OR t.technique GLOB 'T1098*' OR t.technique GLOB 'T1078*'))
ORDER BY f.time IS NULL, f.time, f.finding_key
