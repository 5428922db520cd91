-- One trigger keeps the version that is replaced, in one go: with the code that the row had, and where it went. A row
-- that nothing changes gets no new version.
DROP TRIGGER entryReplaced;
DROP TRIGGER entryRekeyed;
DROP TRIGGER entryMoved;
CREATE TRIGGER entryReplaced AFTER UPDATE ON entry BEGIN
  SELECT RAISE(ABORT, 'versionsMoved') WHERE old.cells = new.cells AND old.layout IS new.layout
    AND old.deleted = new.deleted AND old.regionCode = new.regionCode AND old.other IS new.other;
  INSERT INTO past (sheet, period, until, id, version, push, regionCode, subjectId, cells, deleted, layout, other, movedTo)
  VALUES (old.sheet, old.period, new.push, old.id, old.version, old.push, old.regionCode, old.subjectId, old.cells,
    old.deleted, old.layout, old.other, CASE WHEN old.regionCode <> new.regionCode THEN new.regionCode END);
END;
