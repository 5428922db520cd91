-- A row that gets another code goes under the old one and stands under the new one: each version names the other.
ALTER TABLE entry ADD COLUMN other text;
ALTER TABLE past ADD COLUMN other text;
CREATE TRIGGER entryRekeyed AFTER UPDATE ON entry WHEN old.other IS NOT NULL BEGIN
  UPDATE past SET other = old.other
  WHERE sheet = old.sheet AND period = old.period AND until = new.push AND id = old.id;
END;

-- A version stands in the region of its time; where the row went on to another one, it says so.
ALTER TABLE past ADD COLUMN movedTo text;
CREATE TRIGGER entryMoved AFTER UPDATE ON entry WHEN old.regionCode <> new.regionCode BEGIN
  UPDATE past SET movedTo = new.regionCode
  WHERE sheet = old.sheet AND period = old.period AND until = new.push AND id = old.id;
END;
CREATE INDEX pastMoved ON past (sheet, period, regionCode) WHERE movedTo IS NOT NULL;

-- A push may take another one back.
ALTER TABLE push ADD COLUMN undoes integer;
CREATE INDEX pushUndoes ON push (undoes) WHERE undoes IS NOT NULL;
