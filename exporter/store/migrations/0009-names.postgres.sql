-- Findings are shown under the name of their cluster, so whoever writes one cluster must not give it the name of another.
-- Policies do not see the rows of others, and which name is taken is not the business of a role: so the owner looks.
CREATE FUNCTION plumbline.claim_name() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- What begins as an insert and ends as an update is looked at as an update.
  IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM plumbline.clusters c WHERE c.id = NEW.id) THEN RETURN NEW; END IF;
  -- Two that claim a name at once do not see each other otherwise: "plum" in ASCII, and the name.
  PERFORM pg_advisory_xact_lock(1886156141, hashtext(NEW.name));
  IF EXISTS (SELECT FROM plumbline.clusters c
      WHERE c.name = NEW.name AND c.id <> NEW.id AND c.retired_at IS NULL) THEN
    RAISE EXCEPTION 'the name % belongs to another cluster', NEW.name USING ERRCODE = 'PL001';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION plumbline.claim_name() FROM PUBLIC;

CREATE TRIGGER claim_name_first BEFORE INSERT ON plumbline.clusters
  FOR EACH ROW EXECUTE FUNCTION plumbline.claim_name();
CREATE TRIGGER claim_name_again BEFORE UPDATE ON plumbline.clusters FOR EACH ROW
  WHEN (NEW.name <> OLD.name OR NEW.id <> OLD.id OR (OLD.retired_at IS NOT NULL AND NEW.retired_at IS NULL))
  EXECUTE FUNCTION plumbline.claim_name();
