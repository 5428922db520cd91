-- Rectification (集中整顿): one case for every organization on a final backward list, and its steps, append-only. Of two
-- that act at once the second finds the number of its step taken; `rectificationMoved` fails where the lists of measures
-- that a step went by have changed since they were read.
CREATE TABLE rectification (
  id text PRIMARY KEY NOT NULL,
  round text NOT NULL,
  subjectId text NOT NULL,
  regionCode text NOT NULL,
  period text NOT NULL,
  deadline text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL
) WITHOUT ROWID;
CREATE INDEX rectificationBySubject ON rectification (subjectId);
CREATE TABLE rectificationStep (
  rectification text NOT NULL,
  step integer NOT NULL,
  action text NOT NULL,
  state text NOT NULL,
  deadline text,
  principal text NOT NULL,
  at text NOT NULL,
  reason text,
  guard integer NOT NULL CONSTRAINT rectificationMoved CHECK (guard = 1),
  PRIMARY KEY (rectification, step)
) WITHOUT ROWID;
CREATE TRIGGER rectificationKept BEFORE UPDATE ON rectification BEGIN SELECT raise(ABORT, 'rectifications are append-only'); END;
CREATE TRIGGER rectificationStays BEFORE DELETE ON rectification BEGIN SELECT raise(ABORT, 'rectifications are append-only'); END;
CREATE TRIGGER rectificationStepKept BEFORE UPDATE ON rectificationStep BEGIN SELECT raise(ABORT, 'rectifications are append-only'); END;
CREATE TRIGGER rectificationStepStays BEFORE DELETE ON rectificationStep BEGIN SELECT raise(ABORT, 'rectifications are append-only'); END;
