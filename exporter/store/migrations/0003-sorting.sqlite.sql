-- The first time that anything is known of.
ALTER TABLE clusters ADD COLUMN remembered_since INTEGER;
UPDATE clusters SET remembered_since = coalesce(
  (SELECT min(began_at) FROM findings WHERE cluster_id = clusters.id), baseline_at);
