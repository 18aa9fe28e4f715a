import { changesSql } from '../changes.ts';
import { versionColumns } from '../rows.ts';

/** The statements of the adapter; lists come as arrays, so that a batch is a handful of round trips. */
export const statements = {
  retire: 'UPDATE plumbline.clusters SET retired_at = $1 WHERE name = $2 AND id <> $3 AND retired_at IS NULL',
  retireNamed: 'UPDATE plumbline.clusters SET retired_at = $2 WHERE name = $1 AND retired_at IS NULL',
  bringBack: `UPDATE plumbline.clusters SET retired_at = NULL
    WHERE id = (SELECT id FROM plumbline.clusters WHERE name = $1 AND retired_at IS NOT NULL
        ORDER BY retired_at DESC LIMIT 1)
      AND NOT EXISTS (SELECT FROM plumbline.clusters WHERE name = $1 AND retired_at IS NULL)`,
  take: `INSERT INTO plumbline.clusters AS c (id, name, epoch, revision) VALUES ($1, $2, 1, 0)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, epoch = c.epoch + 1, retired_at = NULL
    RETURNING epoch`,
  standingNow: 'SELECT epoch, revision, baseline_at FROM plumbline.clusters WHERE id = $1',
  clusters: 'SELECT id, name, retired_at, remembered_since FROM plumbline.clusters',
  standing: 'SELECT epoch, revision FROM plumbline.clusters WHERE id = $1 FOR UPDATE',
  commit: `UPDATE plumbline.clusters SET revision = $1, name = $2, baseline_at = coalesce(baseline_at, $3),
    remembered_since = coalesce(remembered_since, $4) WHERE id = $5`,
  baselines: 'SELECT pair FROM plumbline.baselines WHERE cluster_id = $1',
  removeBaselines: 'DELETE FROM plumbline.baselines WHERE cluster_id = $1 AND pair = ANY ($2::text[])',
  addBaselines: `INSERT INTO plumbline.baselines (cluster_id, pair) SELECT $1, unnest($2::text[])
    ON CONFLICT DO NOTHING`,
  open: 'SELECT finding FROM plumbline.findings WHERE cluster_id = $1 AND ended_revision IS NULL',
  closedSince: `SELECT resolution FROM plumbline.findings
    WHERE cluster_id = $1 AND ended_revision IS NOT NULL AND ended_at >= $2 AND resolution IS NOT NULL
    ORDER BY ended_revision, ended_place`,
  // Quotes inside of texts are escaped in JSON: what the patterns find are the members themselves.
  remediated: `SELECT resolution FROM plumbline.findings f
    WHERE cluster_id = $1 AND ended_revision IS NOT NULL AND ended_at >= $2
      AND resolution LIKE '%"reason":"fixed"%' AND resolution LIKE '%"estimated":false%'
      AND NOT EXISTS (SELECT 1 FROM plumbline.findings n
        WHERE n.cluster_id = f.cluster_id AND n.id = f.id AND n.first_seen = f.first_seen
          AND (n.revision, n.place) > (f.ended_revision, f.ended_place))
    ORDER BY ended_revision DESC, ended_place DESC LIMIT $3`,
  end: `UPDATE plumbline.findings f
    SET ended_revision = $2, ended_place = b.place, ended_at = b.at, resolution = b.resolution
    FROM unnest($3::text[], $4::int[], $5::bigint[], $6::text[]) AS b (id, place, at, resolution)
    WHERE f.cluster_id = $1 AND f.id = b.id AND f.ended_revision IS NULL`,
  begin: `INSERT INTO plumbline.findings (cluster_id, revision, id, place, began_at, began,
      severity, first_seen, check_id, namespace, team, words, windows, finding)
    SELECT $1, $2, b.* FROM unnest($3::text[], $4::int[], $5::bigint[], $6::text[],
      $7::smallint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[]) AS b`,
  find: 'SELECT cluster_id, finding FROM plumbline.findings WHERE id = $1 AND ended_revision IS NULL',
  history: `SELECT ${versionColumns} FROM plumbline.findings WHERE id = $1 ORDER BY revision DESC, place DESC LIMIT $2`,
  changes: changesSql('plumbline.', '$'),
  transitions: 'SELECT pair, count FROM plumbline.transition_counts WHERE cluster_id = $1',
  sums: 'SELECT severity, milliseconds, count FROM plumbline.remediation_sums WHERE cluster_id = $1',
  buckets: 'SELECT severity, bound, count FROM plumbline.remediation_buckets WHERE cluster_id = $1',
  addTransitions: `INSERT INTO plumbline.transition_counts AS t (cluster_id, pair, count)
    SELECT $1, b.* FROM unnest($2::text[], $3::bigint[]) AS b
    ON CONFLICT (cluster_id, pair) DO UPDATE SET count = t.count + excluded.count`,
  addSums: `INSERT INTO plumbline.remediation_sums AS t (cluster_id, severity, milliseconds, count)
    SELECT $1, b.* FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS b
    ON CONFLICT (cluster_id, severity)
    DO UPDATE SET milliseconds = t.milliseconds + excluded.milliseconds, count = t.count + excluded.count`,
  addBuckets: `INSERT INTO plumbline.remediation_buckets AS t (cluster_id, severity, bound, count)
    SELECT $1, b.* FROM unnest($2::text[], $3::float8[], $4::bigint[]) AS b
    ON CONFLICT (cluster_id, severity, bound) DO UPDATE SET count = t.count + excluded.count`,
  known: 'SELECT id FROM plumbline.clusters WHERE id = $1 FOR KEY SHARE',
  putEntries: `INSERT INTO plumbline.journal AS j (cluster_id, topic, key, subject, at, until, body)
    SELECT $1, b.* FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[]) AS b
    ON CONFLICT (cluster_id, topic, key)
    DO UPDATE SET subject = excluded.subject, at = excluded.at, until = excluded.until, body = excluded.body`,
  addTallies: `INSERT INTO plumbline.journal_tallies AS t (cluster_id, family, labels, count)
    SELECT $1, b.* FROM unnest($2::text[], $3::text[], $4::bigint[]) AS b
    ON CONFLICT (cluster_id, family, labels) DO UPDATE SET count = t.count + excluded.count`,
  tallies: 'SELECT family, labels, count FROM plumbline.journal_tallies WHERE cluster_id = $1',
  forget: `UPDATE plumbline.clusters SET baseline_at = NULL, remembered_since = NULL
    WHERE retired_at < $1 AND remembered_since IS NOT NULL`,
  forgetBaselines: `DELETE FROM plumbline.baselines
    WHERE cluster_id IN (SELECT id FROM plumbline.clusters WHERE retired_at < $1)`,
  forgetFindings: `DELETE FROM plumbline.findings WHERE ctid = ANY (ARRAY (
    SELECT f.ctid FROM plumbline.clusters c JOIN plumbline.findings f ON f.cluster_id = c.id
    WHERE c.retired_at < $1 LIMIT $2))`,
  forgetJournal: `DELETE FROM plumbline.journal WHERE ctid = ANY (ARRAY (
    SELECT j.ctid FROM plumbline.clusters c JOIN plumbline.journal j ON j.cluster_id = c.id
    WHERE c.retired_at < $1 LIMIT $2))`,
  journalEdge: `SELECT at, key FROM plumbline.journal WHERE cluster_id = $1 AND topic = $2
    ORDER BY at DESC, key DESC LIMIT 1 OFFSET $3`,
  trimJournal: `DELETE FROM plumbline.journal WHERE ctid = ANY (ARRAY (SELECT ctid FROM plumbline.journal
    WHERE cluster_id = $1 AND topic = $2 AND (at, key) <= ($3, $4) AND until IS NOT NULL AND until < $5 LIMIT $6))`,
  pruneJournal: `DELETE FROM plumbline.journal WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM plumbline.journal WHERE until IS NOT NULL AND until < $1 LIMIT $2))`,
  prune: `DELETE FROM plumbline.findings WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM plumbline.findings WHERE ended_revision IS NOT NULL AND ended_at < $1 LIMIT $2))`,
  size: `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS bytes
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'plumbline'::regnamespace`,
} as const;
