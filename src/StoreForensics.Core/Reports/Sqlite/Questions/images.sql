-- Where an image is: names on several hosts, first those that mean different images
WITH several AS (
  SELECT n.name, count(DISTINCT n.evidence_id) AS hosts, count(DISTINCT i.image_id) AS different
  FROM image_names n JOIN images i USING (image_key) GROUP BY n.name HAVING count(DISTINCT n.evidence_id) > 1
)
SELECT s.name, s.hosts, s.different, i.image_id, i.created, v.evidence
FROM several s JOIN image_names n ON n.name = s.name JOIN images i USING (image_key) LEFT JOIN evidence v ON v.evidence_id = i.evidence_id
ORDER BY s.different DESC, s.hosts DESC, s.name, i.image_id, v.evidence
