-- The cells of an entry stand in an array, in the order of the columns that its layout names; without a layout
-- they are an object, as they were written before.
CREATE TABLE layout (
  id integer PRIMARY KEY NOT NULL,
  keys text NOT NULL
);
ALTER TABLE entry ADD COLUMN layout integer;

-- Every version of an entry that another has replaced, as it stood, from the push that made it until the one that
-- replaced it. It takes the place of the table history, whose lines stay as they were.
CREATE TABLE past (
  sheet text NOT NULL,
  period text NOT NULL,
  until integer NOT NULL,
  id text NOT NULL,
  version integer NOT NULL,
  push integer NOT NULL,
  regionCode text NOT NULL,
  subjectId text NOT NULL,
  cells text NOT NULL,
  deleted integer NOT NULL,
  layout integer,
  PRIMARY KEY (sheet, period, until, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX pastByRow ON past (sheet, period, id, version);

INSERT INTO past (sheet, period, until, id, version, push, regionCode, subjectId, cells, deleted)
WITH RECURSIVE back (sheet, period, id, version, regionCode, subjectId, cells, now) AS (
  SELECT sheet, period, id, version, regionCode, subjectId, cells, 1 FROM entry WHERE version > 1
  UNION ALL
  SELECT back.sheet, back.period, back.id, back.version - 1, back.regionCode, back.subjectId,
    json_patch(back.cells, history."from"), 0
  FROM back JOIN history ON history.sheet = back.sheet AND history.period = back.period
    AND history.id = back.id AND history.version = back.version
  WHERE back.version > 1
)
SELECT back.sheet, back.period, after.push, back.id, back.version, own.push, back.regionCode, back.subjectId,
  back.cells, own.deleted
FROM back
  JOIN history AS own ON own.sheet = back.sheet AND own.period = back.period
    AND own.id = back.id AND own.version = back.version
  JOIN history AS after ON after.sheet = back.sheet AND after.period = back.period
    AND after.id = back.id AND after.version = back.version + 1
WHERE back.now = 0;

-- No change of an entry without its trace: the database itself keeps what is replaced, and removes nothing.
CREATE TRIGGER entryReplaced BEFORE UPDATE ON entry BEGIN
  INSERT INTO past (sheet, period, until, id, version, push, regionCode, subjectId, cells, deleted, layout)
  VALUES (old.sheet, old.period, new.push, old.id, old.version, old.push, old.regionCode, old.subjectId, old.cells,
    old.deleted, old.layout);
END;
CREATE TRIGGER entryKept BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'entries are never removed');
END;
