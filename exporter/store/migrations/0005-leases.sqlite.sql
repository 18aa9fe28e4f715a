-- Who leads which cluster. A file has one writer at a time, whose lease lasts as long as its process.

CREATE TABLE leases (
  cluster_id TEXT PRIMARY KEY,
  -- The name of the replica; empty while nobody leads.
  holder TEXT NOT NULL,
  -- Different in every process.
  instance TEXT NOT NULL,
  -- Grows whenever another process begins to lead.
  term INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
