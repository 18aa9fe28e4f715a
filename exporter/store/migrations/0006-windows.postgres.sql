-- Change ids of the deploy windows that were open when a finding opened: |CHG-1|CHG-2|, empty without any.
ALTER TABLE plumbline.findings ADD COLUMN windows TEXT NOT NULL DEFAULT '';
CREATE INDEX findings_marked ON plumbline.findings (windows) WHERE windows <> '';
