-- A round with a deadline asks every township for a submission. A township's submission is its steps, append-only: of two
-- that act at once the second finds the number of its step taken.
ALTER TABLE round ADD COLUMN deadline text;
CREATE TABLE submission (
  round text NOT NULL,
  regionCode text NOT NULL,
  step integer NOT NULL,
  state text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL,
  reason text,
  guard integer NOT NULL CONSTRAINT submissionMoved CHECK (guard = 1),
  PRIMARY KEY (round, regionCode, step)
) WITHOUT ROWID;
CREATE TRIGGER submissionKept BEFORE UPDATE ON submission BEGIN SELECT raise(ABORT, 'submissions are append-only'); END;
CREATE TRIGGER submissionStays BEFORE DELETE ON submission BEGIN SELECT raise(ABORT, 'submissions are append-only'); END;
