-- Whoever reads the whole fleet reads what the exporter of any one cluster wrote, so what would end or break the pages of
-- the others is not taken in: a severity that is none, and times (milliseconds since the epoch) that no calendar has. Rows
-- from before are not looked at, so that no table is read here.

ALTER TABLE plumbline.findings
  ADD CONSTRAINT findings_severity CHECK (severity BETWEEN 0 AND 4) NOT VALID,
  ADD CONSTRAINT findings_times CHECK (first_seen BETWEEN -8640000000000000 AND 8640000000000000
    AND began_at BETWEEN -8640000000000000 AND 8640000000000000
    AND (ended_at IS NULL OR ended_at BETWEEN -8640000000000000 AND 8640000000000000)) NOT VALID;
ALTER TABLE plumbline.journal
  ADD CONSTRAINT journal_times CHECK (at BETWEEN -8640000000000000 AND 8640000000000000
    AND (until IS NULL OR until BETWEEN -8640000000000000 AND 8640000000000000)) NOT VALID;
ALTER TABLE plumbline.clusters
  ADD CONSTRAINT clusters_times CHECK ((retired_at IS NULL OR retired_at BETWEEN 0 AND 8640000000000000)
    AND (remembered_since IS NULL OR remembered_since BETWEEN 0 AND 8640000000000000)) NOT VALID;
