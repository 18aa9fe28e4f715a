-- Gives a role of the database its part of the findings. Run with psql as the owner of the schema, after
-- "plumbline store migrate". The role may exist already; a new one gets its password with \password afterwards.
--
--   The exporter of one cluster, which then reads and writes the findings of that cluster and nothing else
--   (the id is the uid of its kube-system namespace):
--     psql "$DATABASE" -v role=exporter_prod_eu -v cluster=5d1f3c62-... -f exporter/store/postgres/roles.sql
--   An API for the whole fleet, which reads everything and writes nothing:
--     psql "$DATABASE" -v role=fleet_reader -f exporter/store/postgres/roles.sql
--
-- To take it away again: DELETE FROM plumbline.roles WHERE role_name = '...'; DROP OWNED BY ...; DROP ROLE ...;

\set ON_ERROR_STOP on
\if :{?cluster}
  \set rights 'SELECT, INSERT, UPDATE, DELETE'
\else
  \set rights 'SELECT'
\endif

BEGIN;

SELECT format('CREATE ROLE %I LOGIN', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec

GRANT USAGE ON SCHEMA plumbline TO :"role";
GRANT SELECT ON plumbline.schema_migrations, plumbline.roles TO :"role";
GRANT :rights ON plumbline.clusters, plumbline.baselines, plumbline.findings, plumbline.transition_counts,
  plumbline.remediation_sums, plumbline.remediation_buckets, plumbline.journal, plumbline.journal_tallies,
  plumbline.leases TO :"role";

\if :{?cluster}
  INSERT INTO plumbline.roles (role_name, cluster_id) VALUES (:'role', :'cluster') ON CONFLICT DO NOTHING;
\else
  INSERT INTO plumbline.roles (role_name, cluster_id) VALUES (:'role', NULL) ON CONFLICT DO NOTHING;
\endif

COMMIT;
