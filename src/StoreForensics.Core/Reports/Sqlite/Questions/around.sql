-- What happened around a time (--around T, --window 5m), on every host of the case
SELECT e.datetime AS time, e.event_type AS what, coalesce(e.container, e.image) AS subject, coalesce(e.path, e.message) AS detail, e.tag, e.evidence
FROM events_with_subjects e
WHERE e.unix_seconds >= $since AND e.unix_seconds <= $until
ORDER BY e.unix_seconds, e.nanoseconds, e.event_key
